/** The coach's answers beside a database: of this device alone, in no backup and no cloud; they go with it. */
import type { DBSchema } from 'idb'
import type { Answer } from '../../shared/golf/coachTalk.ts'
import { answerStoreName } from './databases.ts'
import { openLasting } from './idb.ts'

/** The oldest give way. */
const MOST = 200

interface AnswerStores extends DBSchema {
  answers: { key: string; value: Answer; indexes: { asked_at: string } }
}

/** Each of them rejects where IndexedDB fails. */
export interface Answers {
  /** Oldest first. */
  readonly all: () => Promise<readonly Answer[]>
  readonly keep: (answer: Answer) => Promise<void>
  readonly drop: (id: string) => Promise<void>
  readonly dropAll: () => Promise<void>
  readonly close: () => void
}

export function openAnswers(database: string): Answers {
  const { attempt, close } = openLasting<AnswerStores>(answerStoreName(database), 1, db => {
    db.createObjectStore('answers', { keyPath: 'id' }).createIndex('asked_at', 'asked_at')
  })
  return {
    all: () => attempt(db => db.getAllFromIndex('answers', 'asked_at')),
    keep: answer =>
      attempt(async db => {
        const { store, done } = db.transaction('answers', 'readwrite')
        await store.put(answer)
        let spare = (await store.count()) - MOST
        for (
          let oldest = await store.index('asked_at').openCursor();
          oldest && spare > 0;
          oldest = await oldest.continue(), spare--
        ) {
          await oldest.delete()
        }
        await done
      }),
    drop: id => attempt(db => db.delete('answers', id)),
    dropAll: () => attempt(db => db.clear('answers')),
    close,
  }
}
