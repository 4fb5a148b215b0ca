import { useCallback, useMemo, useState } from 'react'
import type { SessionDetail, ShotLine } from '../../db/query.ts'
import { uuidv7 } from '../../db/uuid.ts'
import { Action, ActionBar } from '../../ui/ActionBar.tsx'
import { Button } from '../../ui/Button.tsx'
import { shotsSaid } from '../../ui/Figure.tsx'
import {
  BagIcon,
  ColumnsIcon,
  DeleteIcon,
  DownloadIcon,
  FilterIcon,
  LeaveOutIcon,
  MoreIcon,
  MoveIcon,
  NoteIcon,
  SelectIcon,
  SplitIcon,
  TagIcon,
  TakeInIcon,
} from '../../ui/icons.ts'
import { useKeys } from '../../ui/keys.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useSelection } from '../../ui/selection.ts'
import { useAct } from '../act.tsx'
import { ClubSheet } from '../ClubSheet.tsx'
import type { ClubById } from '../clubs.ts'
import { ExportSheetLater } from '../export/ExportSheetLater.tsx'
import { useParams } from '../params.ts'
import { TagSheet } from '../TagSheet.tsx'
import { TextSheet } from '../TextSheet.tsx'
import { ColumnsSheet } from './ColumnsSheet.tsx'
import { keepColumns, readColumns } from './columns.ts'
import { FilterShotsSheet } from './FilterShotsSheet.tsx'
import { SessionSheet } from './SessionSheet.tsx'
import { ShotTable } from './ShotTable.tsx'
import { SplitSheet } from './SplitSheet.tsx'
import { parseSort, type Sort, sorted, sortSaid } from './sort.ts'

type OpenSheet = 'columns' | 'filter' | 'club' | 'tags' | 'note' | 'split' | 'move' | 'more' | 'export' | null

/** Every shot of the session, and what can be done with some of them. */
export function Shots({
  session,
  shots,
  clubs,
}: {
  readonly session: SessionDetail
  readonly shots: readonly ShotLine[]
  readonly clubs: ClubById
}) {
  const act = useAct()
  const [params, setParams] = useParams()
  const order = params.get('sort')
  const sort = useMemo(() => parseSort(order), [order])
  const rows = useMemo(() => sorted(shots, sort), [shots, sort])
  const [columns, setColumns] = useState(() => readColumns(innerWidth))
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const close = () => setSheet(null)
  const selection = useSelection()
  const picked = shots.filter(({ id }) => selection.ids.has(id))
  const ids = picked.map(({ id }) => id)
  const allOut = picked.length > 0 && picked.every(({ excluded }) => excluded)
  const commonTags = picked[0]?.tags.filter(tag => picked.every(({ tags }) => tags.includes(tag))) ?? []
  const onSort = useCallback((to: Sort) => setParams({ sort: sortSaid(to) }), [setParams])
  const oneClub = useMemo(() => shots.every(({ club_id }) => club_id === shots[0]?.club_id), [shots])
  const shownColumns = useMemo(
    () => (oneClub ? columns.filter(column => column !== 'club') : columns),
    [oneClub, columns],
  )
  const none = picked.length === 0

  const finish = () => {
    selection.clear()
    close()
  }
  const remove = () => {
    if (none) return
    act({ kind: 'delete_shots', shots: { ids } })
    finish()
  }
  const leaveOut = () => {
    if (none) return
    act({ kind: 'set_shots', shots: { ids }, set: { excluded: !allOut } })
    finish()
  }
  useKeys({
    d: remove,
    e: leaveOut,
    ...(selection.on && { Escape: selection.clear }),
  })

  return (
    <section aria-label="Shots">
      <div className="row shots-tools">
        <h2>{shotsSaid(shots.length)}</h2>
        <span className="end row">
          <Button look="quiet" icon={SelectIcon} pressed={selection.on} onPress={selection.begin}>
            Select
          </Button>
          <Button look="quiet" icon={ColumnsIcon} onPress={() => setSheet('columns')}>
            Columns
          </Button>
        </span>
      </div>
      <ShotTable
        shots={rows}
        columns={shownColumns}
        sort={sort}
        onSort={onSort}
        clubs={clubs}
        selection={selection}
      />
      {selection.on && (
        <ActionBar
          says={`${picked.length.toLocaleString('en')} selected`}
          onClear={selection.clear}
          extra={
            <>
              <Button look="quiet" onPress={() => selection.set(shots.map(({ id }) => id))}>
                All
              </Button>
              <Button look="quiet" icon={FilterIcon} onPress={() => setSheet('filter')}>
                By measure
              </Button>
            </>
          }
        >
          <Action icon={allOut ? TakeInIcon : LeaveOutIcon} disabled={none} onPress={leaveOut}>
            {allOut ? 'Take in' : 'Leave out'}
          </Action>
          <Action icon={BagIcon} disabled={none} onPress={() => setSheet('club')}>
            Club
          </Action>
          <Action icon={TagIcon} disabled={none} onPress={() => setSheet('tags')}>
            Tag
          </Action>
          <Action icon={DeleteIcon} disabled={none} onPress={remove}>
            Delete
          </Action>
          <Action icon={MoreIcon} disabled={none} onPress={() => setSheet('more')}>
            More
          </Action>
        </ActionBar>
      )}
      <ColumnsSheet
        open={sheet === 'columns'}
        columns={columns}
        onClose={close}
        onChange={chosen => {
          keepColumns(chosen)
          setColumns(readColumns(innerWidth))
        }}
      />
      <FilterShotsSheet
        open={sheet === 'filter'}
        shots={shots}
        onClose={close}
        onSelect={ids => {
          selection.set(ids)
          close()
        }}
      />
      <ClubSheet
        open={sheet === 'club'}
        title={`Club of ${shotsSaid(ids.length)}`}
        unset="As their group says"
        onClose={close}
        onChoose={club_id => {
          act({ kind: 'set_shots', shots: { ids }, set: { club_id } })
          finish()
        }}
      />
      <TagSheet
        open={sheet === 'tags'}
        on={commonTags}
        onClose={close}
        onChange={({ add, remove }) => {
          act({ kind: 'tag_shots', shots: { ids }, add, remove })
        }}
      />
      <Sheet open={sheet === 'more'} title={`${shotsSaid(ids.length)} selected`} onClose={close}>
        <Lines>
          <LineButton icon={NoteIcon} onPress={() => setSheet('note')}>
            Write a note
          </LineButton>
          <LineButton icon={SplitIcon} onPress={() => setSheet('split')}>
            Split into a session of their own
          </LineButton>
          <LineButton icon={MoveIcon} onPress={() => setSheet('move')}>
            Move to another session
          </LineButton>
          <LineButton icon={DownloadIcon} onPress={() => setSheet('export')}>
            Export
          </LineButton>
        </Lines>
      </Sheet>
      <TextSheet
        open={sheet === 'note'}
        title="Note"
        label={`Note on ${shotsSaid(ids.length)}`}
        value={picked.length === 1 ? (picked[0]?.notes ?? '') : ''}
        lines={3}
        onClose={close}
        onSave={notes => {
          act({ kind: 'set_shots', shots: { ids }, set: { notes } })
          finish()
        }}
      />
      <SplitSheet
        open={sheet === 'split'}
        shots={ids.length}
        practice_date={session.practice_date}
        onClose={close}
        onSplit={(name, practice_date) => {
          act({ kind: 'split_session', new_id: uuidv7(), shots: { ids }, practice_date, name })
          finish()
        }}
      />
      <ExportSheetLater
        open={sheet === 'export'}
        title={`Export ${shotsSaid(ids.length)}`}
        shots={{ ids }}
        of={shotsSaid(ids.length)}
        onClose={close}
      />
      <SessionSheet
        open={sheet === 'move'}
        title="Move to a session"
        not={session.id}
        onClose={close}
        onChoose={session_id => {
          act({ kind: 'set_shots', shots: { ids }, set: { session_id } })
          finish()
        }}
      />
    </section>
  )
}
