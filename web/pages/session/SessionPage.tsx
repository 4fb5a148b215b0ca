import { lazy, Suspense, useMemo } from 'react'
import { useLocation } from 'wouter'
import { useLive } from '../../db/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAct } from '../act.tsx'
import { useClubs } from '../clubs.ts'
import { SessionMedia } from '../media/SessionMedia.tsx'
import { PictureButton } from '../PictureButton.tsx'
import { useParams } from '../params.ts'
import { AboutSession } from './AboutSession.tsx'
import { Answer } from './Answer.tsx'
import { InPlace } from './InPlace.tsx'
import { Shots } from './Shots.tsx'
import './session.css'

const SameShotsCards = lazy(async () => ({
  default: (await import('../SameShotsCards.tsx')).SameShotsCards,
}))

const CoachLine = lazy(async () => ({ default: (await import('../coach/CoachLine.tsx')).CoachLine }))

/** The chip that stands for every club of the session. */
const ALL = 'all'

const BACK = { href: '/', says: 'Back to your sessions' }

/** One session: how far and how straight with each club, then every shot. */
export function SessionPage({ id }: { readonly id: string }) {
  const [, navigate] = useLocation()
  const [params, setParams] = useParams()
  const act = useAct()
  const display = useDisplay()
  const session = useLive('session', { id })
  // Of the one that answers: this address may lead to a session that was merged or counted away.
  const shots = useLive('shots', { session_id: session?.id ?? id })
  const clubs = useClubs()
  const hit = useMemo(() => {
    const n = new Map<string, number>()
    for (const { club_id } of shots ?? []) n.set(club_id ?? '', (n.get(club_id ?? '') ?? 0) + 1)
    return [...n]
      .map(([club_id, shots]) => ({ club: clubs(club_id || null), club_id, shots }))
      .sort((a, b) => a.club.place - b.club.place)
  }, [shots, clubs])
  const asked = params.get('club')
  const chosen = hit.length === 1 ? hit[0]?.club_id : hit.find(({ club_id }) => club_id === asked)?.club_id
  const ofClub = useMemo(
    () => (chosen === undefined ? shots : shots?.filter(({ club_id }) => (club_id ?? '') === chosen)),
    [shots, chosen],
  )

  if (session === null) {
    return (
      <Page>
        <PageHead title="No such session" back={BACK} />
        <Empty
          title="It is not on this device"
          action={
            <ButtonLink look="main" href="/">
              Your sessions
            </ButtonLink>
          }
        >
          It may have been deleted for good, or its address was cut.
        </Empty>
      </Page>
    )
  }
  if (!session || !shots || !ofClub) {
    return (
      <Page wide>
        <PageHead title="Session" back={BACK}>
          {session?.title ?? ' '}
        </PageHead>
      </Page>
    )
  }
  return (
    <Page wide>
      <PageHead title={session.title} back={BACK}>
        <InPlace
          label="Session name"
          type="text"
          value={session.named ? session.title : ''}
          onSave={name => act({ kind: 'set_session', session_id: id, set: { name: name || null } })}
        >
          {session.title}
        </InPlace>
      </PageHead>
      <div className="session-date">
        <InPlace
          label="Practice date"
          type="date"
          value={session.practice_date ?? ''}
          onSave={practice_date => act({ kind: 'set_session', session_id: id, set: { practice_date } })}
        >
          {display.date(session.practice_date)}
        </InPlace>
        <span className="soft">{[...session.kinds, ...session.tags].join(' · ')}</span>
      </div>
      {session.deleted_at !== null && (
        <p className="row session-gone">
          <span>This session is in the trash.</span>
          <Button onPress={() => act({ kind: 'restore_sessions', session_ids: [id] })}>Restore</Button>
        </p>
      )}
      <Suspense>
        <SameShotsCards session_id={session.id} />
      </Suspense>
      {hit.length > 1 && (
        <Chips
          label="Club"
          line="scrolls"
          value={chosen ?? ALL}
          onChoose={club => setParams({ club: club === ALL ? null : club })}
          choices={[
            { value: ALL, says: <>All {shots.length.toLocaleString('en')}</> },
            ...hit.map(({ club, club_id, shots }) => ({
              value: club_id,
              says: (
                <>
                  <ClubMark place={club.place} />
                  {club.name} {shots.toLocaleString('en')}
                </>
              ),
            })),
          ]}
        />
      )}
      <div className="session-columns">
        <div className="stack">
          {shots.length > 0 && (
            <Answer
              shots={ofClub}
              hit={chosen === undefined ? hit : null}
              clubs={clubs}
              onClub={club => setParams({ club })}
            />
          )}
          {shots.length > 0 && (
            <PictureButton
              name={`session-${session.practice_date ?? 'undated'}`}
              says={() =>
                [
                  session.title,
                  display.date(session.practice_date),
                  ...(chosen ? [clubs(chosen).name] : []),
                ].join(' · ')
              }
            />
          )}
          <Suspense>
            <CoachLine session_id={session.id} />
          </Suspense>
          <AboutSession
            session={session}
            groups={session.groups.filter(({ id }) => ofClub.some(({ group_id }) => group_id === id))}
            clubs={clubs}
            onDeleted={() => navigate('/')}
          />
          <SessionMedia id={session.id} />
        </div>
        {shots.length > 0 ? (
          <Shots session={session} shots={ofClub} clubs={clubs} />
        ) : (
          <Empty title="No shots in this session">
            They were deleted or moved to another session. Both can be taken back: in the trash, or in the
            history.
          </Empty>
        )}
      </div>
    </Page>
  )
}
