import { useState } from 'react'
import { type DoubtedShot, type DoubtKind, type Doubts, doubtKinds } from '../../../db/analysis.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { ClubMark } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Figure } from '../../../ui/Figure.tsx'
import { useAct } from '../../act.tsx'
import { type ClubById, useClubs } from '../../clubs.ts'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { askedOf } from '../asked.ts'
import { Behind } from '../Behind.tsx'

/** The tag of a shot that the golfer looked at and kept: the rules leave it alone. */
const COUNTS_TAG = 'counts'
/** Lines of one kind before all are asked for. */
const FIRST = 5

const WORDS: { readonly [kind in DoubtKind]: readonly [one: string, many: string, why: string] } = {
  misread: ['misread', 'misreads', 'The monitor must have erred: no club can do that.'],
  mishit: ['mishit', 'mishits', 'Carry and smash factor far below your own with that club, that day.'],
  partial: ['part swing', 'part swings', 'Slower than the others, but well struck: no full swing.'],
}

/** What the rules doubt, as proposals: each is left out or kept by the golfer, and can be taken back. */
export function Counts() {
  const display = useDisplay()
  const clubs = useClubs()
  const [params] = useParams()
  const doubts = useLiveFiltered('doubts', askedOf(params).filter)
  if (!doubts) return <AskBar clubs="any" />
  const n = doubtKinds.reduce((sum, kind) => sum + doubts.doubted[kind].length, 0)
  const blocks = doubts.wrong_clubs.length + doubts.rounds.length
  return (
    <>
      <AskBar clubs="any" />
      <Figure
        value={doubts.n.toLocaleString('en')}
        unit={`of ${doubts.of.toLocaleString('en')} count`}
        note={`${doubts.left_out.toLocaleString('en')} left out`}
      />
      <p>
        {n + blocks === 0
          ? 'Nothing here looks wrong, or you have decided on all of it.'
          : `${[n > 0 && `${n} ${n === 1 ? 'shot looks' : 'shots look'} wrong`, blocks > 0 && `${blocks} ${blocks === 1 ? 'block stands' : 'blocks stand'} under a doubtful club`].filter(Boolean).join(', ')}. Nothing is left out unless you say so, nothing is ever deleted.`}
      </p>
      <WrongClubs doubts={doubts} clubs={clubs} />
      <Rounds doubts={doubts} />
      {doubtKinds.map(kind => (
        <Kind key={kind} kind={kind} shots={doubts.doubted[kind]} clubs={clubs} />
      ))}
      <Behind
        name="doubts"
        caption="Every shot that a rule doubts"
        columns={['Day', 'Club', 'Carry', 'Looks like', 'Why']}
        rows={doubtKinds.flatMap(kind =>
          doubts.doubted[kind].map(({ date, club_id, carry_m, says }) => [
            display.date(date),
            clubs(club_id).name,
            display.measure('carry_m', carry_m),
            WORDS[kind][0],
            says,
          ]),
        )}
      />
    </>
  )
}

function Kind({
  kind,
  shots,
  clubs,
}: {
  readonly kind: DoubtKind
  readonly shots: readonly DoubtedShot[]
  readonly clubs: ClubById
}) {
  const act = useAct()
  const display = useDisplay()
  const [all, setAll] = useState(false)
  const [one, many, why] = WORDS[kind]
  if (shots.length === 0) return null
  const ids = shots.map(({ id }) => id)
  const leaveOut = (ids: readonly string[]) =>
    act({ kind: 'set_shots', shots: { ids }, set: { excluded: true } })
  const keep = (ids: readonly string[]) => act({ kind: 'tag_shots', shots: { ids }, add: [COUNTS_TAG] })
  return (
    <section className="doubts" aria-label={many}>
      <h2>
        {shots.length.toLocaleString('en')} {shots.length === 1 ? one : many}
      </h2>
      <p className="soft">{why}</p>
      <ul>
        {shots.slice(0, all ? 500 : FIRST).map(({ id, date, club_id, carry_m, says }) => (
          <li key={id} className="doubt">
            <a href={shotAddress(id)}>
              <ClubMark place={clubs(club_id).place} />
              <span>
                {clubs(club_id).name}, {display.measure('carry_m', carry_m)}
                <small>
                  {display.date(date)} · {says}
                </small>
              </span>
            </a>
            <span className="doubt-acts">
              <Button look="quiet" onPress={() => leaveOut([id])}>
                Leave out
              </Button>
              <Button look="quiet" onPress={() => keep([id])}>
                It counts
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <div className="row doubts-all">
        <Button onPress={() => leaveOut(ids)}>
          Leave out {shots.length === 1 ? 'it' : `all ${shots.length}`}
        </Button>
        {shots.length > 1 && (
          <Button look="quiet" onPress={() => keep(ids)}>
            All count
          </Button>
        )}
        {shots.length > FIRST && !all && (
          <Button look="quiet" onPress={() => setAll(true)}>
            Show all
          </Button>
        )}
      </div>
    </section>
  )
}

function WrongClubs({ doubts, clubs }: { readonly doubts: Doubts; readonly clubs: ClubById }) {
  const act = useAct()
  const display = useDisplay()
  const found = doubts.wrong_clubs
  if (found.length === 0) return null
  const repair = (one: (typeof found)[number]) =>
    act({ kind: 'set_shots', shots: { ids: one.shot_ids }, set: { club_id: one.to_club_id } })
  return (
    <section className="doubts" aria-label="Wrong club">
      <h2>Wrong club?</h2>
      <p className="soft">Ball speed, club speed, launch and spin fit another club of your bag far better.</p>
      <ul>
        {found.map(one => (
          <li key={`${one.group_id} ${one.from_club_id}`} className="doubt">
            <a href={shotAddress(one.shot_ids[0] ?? '')}>
              <ClubMark place={clubs(one.to_club_id).place} />
              <span>
                {clubs(one.to_club_id).name}, not {clubs(one.from_club_id).name}
                <small>
                  {display.date(one.date)} · {one.label} · {one.shot_ids.length} of {one.of} shots, ball{' '}
                  {display.measure('ball_speed_mps', one.ball_speed_mps)}, launch{' '}
                  {display.measure('launch_deg', one.launch_deg)}
                </small>
              </span>
            </a>
            <span className="doubt-acts">
              <Button look="quiet" onPress={() => repair(one)}>
                Make it {clubs(one.to_club_id).name}
              </Button>
              <Button
                look="quiet"
                onPress={() => act({ kind: 'tag_shots', shots: { ids: one.shot_ids }, add: [COUNTS_TAG] })}
              >
                It is right
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Rounds({ doubts: { rounds } }: { readonly doubts: Doubts }) {
  const act = useAct()
  const display = useDisplay()
  if (rounds.length === 0) return null
  return (
    <section className="doubts" aria-label="Rounds">
      <h2>A round?</h2>
      <p className="soft">One club, but the speeds of a whole bag.</p>
      <ul>
        {rounds.map(({ group_id, label, date, shots }) => (
          <li key={group_id} className="doubt">
            <span>
              {label}
              <small>
                {display.date(date)} · {shots} shots
              </small>
            </span>
            <span className="doubt-acts">
              <Button
                look="quiet"
                onPress={() => act({ kind: 'set_group', group_id, set: { kind: 'round' } })}
              >
                It was a round
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
