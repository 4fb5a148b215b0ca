import { useState } from 'react'
import { dayNumber, localDate } from '../../../../shared/golf/dates.ts'
import { goalSaid, of100, standSaid, sureSaid } from '../../../../shared/golf/goalsWords.ts'
import type { GoalLine } from '../../../db/kept.ts'
import { useLive } from '../../../db/react.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ClubMark, clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { useSettings } from '../../../ui/settings.ts'
import { useAct } from '../../act.tsx'
import { useClubs } from '../../clubs.ts'
import { Behind } from '../Behind.tsx'
import { Plot } from '../chart/Plot.tsx'
import { endsOf } from '../chart/plane.ts'
import { dayShort } from '../trends/words.ts'
import { useClub } from '../useClub.ts'
import { GoalSheet } from './GoalSheet.tsx'

const HEIGHT_PX = 170

export function useGoals(): readonly GoalLine[] | undefined {
  return useLive('goals', { today: localDate(new Date()) })
}

/** Each goal: how many of the newest shots are within, and how that went. */
export function Goals() {
  const goals = useGoals()
  const { club } = useClub()
  const [setting, setSetting] = useState(false)
  if (!goals) return null
  return (
    <div className="stack">
      {goals.length === 0 && (
        <p>
          A goal is a club, a measure, and how often: “7 iron, side within 12 yd, 80 of 100, by May”. Every
          import then says how near you are, and whether that was luck.
        </p>
      )}
      {goals.map(line => (
        <Goal key={line.id} line={line} />
      ))}
      <Button look={goals.length === 0 ? 'main' : 'plain'} wide onPress={() => setSetting(true)}>
        Set a goal
      </Button>
      {goals.length > 0 && (
        <p className="soft">Warm-ups, drills and rounds do not count, nor what you left out.</p>
      )}
      {club && (
        <GoalSheet
          open={setting}
          about={{ club_id: club.id, figure: 'side_m' }}
          onClose={() => setSetting(false)}
        />
      )}
    </div>
  )
}

export function Goal({ line }: { readonly line: GoalLine }) {
  const act = useAct()
  const display = useDisplay()
  const { goal, days, id } = line
  const { name, place } = useClubs()(goal.club_id)
  const points = days.map(({ date, value }) => ({
    ...{ id: date, x: dayNumber(date), y: 100 * value, series: 0, out: false },
  }))
  const said = goalSaid(goal, useSettings())
  return (
    <section className="stack" aria-label={`${name}: ${said}`}>
      <h2 className="row">
        <ClubMark place={place} />
        {name}
      </h2>
      <p>{said}.</p>
      <p className={line.is === 'reached' ? 'verdict' : 'verdict none'}>{standSaid(line)}</p>
      <p>{sureSaid(line)}</p>
      {points.length > 1 && (
        <Card>
          <Plot
            says={`${name}, ${said}: of the newest shots after each of ${days.length} practice days. ${standSaid(line)}.`}
            points={points}
            series={[clubColor(place)]}
            x={{
              ...endsOf(
                points.map(({ x }) => x),
                14,
                0.03,
              ),
              says: dayShort,
            }}
            y={{ from: -4, to: 104, says: String }}
            height={HEIGHT_PX}
            chosen={({ x, y }) => ({ says: `${Math.round(y)} of 100, ${dayShort(x)}` })}
            behind={plane => (
              <>
                <rect
                  className="band"
                  x={plane.left}
                  width={plane.right - plane.left}
                  y={plane.y(100)}
                  height={plane.y(100 * goal.share) - plane.y(100)}
                />
                <text
                  className="says"
                  x={plane.right - 4}
                  y={plane.y(100 * goal.share) + 16}
                  textAnchor="end"
                >
                  goal {Math.round(100 * goal.share)}
                </text>
              </>
            )}
            over={plane => (
              <path
                className="thin"
                d={`M${points.map(({ x, y }) => `${plane.x(x)},${plane.y(y)}`).join('L')}`}
              />
            )}
          />
        </Card>
      )}
      <Behind
        name="goal"
        caption="Of the newest shots after each practice day"
        columns={['Day', 'Shots', 'Within', '19 times of 20']}
        rows={days.map(({ date, n, value, low, high }) => [
          display.date(date),
          String(n),
          of100(value),
          `${Math.round(100 * low)} to ${Math.round(100 * high)}`,
        ])}
      />
      <div className="row">
        <Button
          look="quiet"
          onPress={() => act({ kind: 'keep', keeping: { of: 'goal', kept_id: id, value: null } })}
        >
          Put away
        </Button>
      </div>
    </section>
  )
}
