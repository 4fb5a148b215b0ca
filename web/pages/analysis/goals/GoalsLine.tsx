import { useState } from 'react'
import { boundsSaid, standSaid } from '../../../../shared/golf/goalsWords.ts'
import type { GoalLine } from '../../../db/kept.ts'
import { Button } from '../../../ui/Button.tsx'
import { LineLink, Lines } from '../../../ui/Line.tsx'
import { useSettings } from '../../../ui/settings.ts'
import { useClubs } from '../../clubs.ts'
import { type GoalAbout, GoalSheet } from './GoalSheet.tsx'
import { useGoals } from './Goals.tsx'

/** How goals stand, a line each; all of them, or those about one thing, with a button for another. */
export function GoalsLine({ about }: { readonly about?: GoalAbout }) {
  const settings = useSettings()
  const clubs = useClubs()
  const goals = useGoals()
  const [setting, setSetting] = useState(false)
  const own = about ? (goals ?? []).filter(({ goal }) => isAbout(goal, about)) : (goals ?? [])
  return (
    <>
      {own.length > 0 && (
        <Lines>
          {own.map(line => (
            <LineLink key={line.id} href="/analysis/goals" under={boundsSaid(line.goal, settings)}>
              {clubs(line.goal.club_id).name}: {standSaid(line)}
            </LineLink>
          ))}
        </Lines>
      )}
      {about && goals && (
        <Button look="quiet" onPress={() => setSetting(true)}>
          Set a goal
        </Button>
      )}
      {about && <GoalSheet open={setting} about={about} onClose={() => setSetting(false)} />}
    </>
  )
}

export const isAbout = ({ club_id, figure }: GoalLine['goal'], about: GoalAbout): boolean =>
  club_id === about.club_id && figure === about.figure
