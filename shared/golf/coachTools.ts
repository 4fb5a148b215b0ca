/**
 * What a model may look at, read only, each bounded. The device answers, by the functions that its own screens
 * use; the server only hands on the names.
 */
import * as v from 'valibot'
import { figureNames } from './measures.ts'

/** As the model is told: JSON schema in Gemini's spelling. */
export interface CoachTool {
  readonly name: ToolName
  readonly description: string
  readonly parameters?: {
    readonly type: 'object'
    readonly properties: Readonly<
      Record<
        string,
        {
          readonly type: 'string'
          readonly description?: string
          readonly format?: 'enum'
          readonly enum?: readonly string[]
        }
      >
    >
    readonly required?: readonly string[]
  }
}

const club = { type: 'string', description: 'id of a club, from list_clubs' } as const
const date = { type: 'string', description: 'YYYY-MM-DD' } as const
const figure = { type: 'string', format: 'enum', enum: figureNames, description: 'a measure' } as const

const CLUB = v.pipe(v.string(), v.maxLength(200))
const DATE = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))
const period = { from: v.optional(DATE), to: v.optional(DATE) }
const FIGURE = v.picklist(figureNames)

/** What a call must look like; whatever else a model writes is refused, and told so. */
export const toolArguments = {
  list_clubs: v.strictObject({}),
  findings: v.strictObject({ club_id: v.optional(CLUB), ...period }),
  summary: v.strictObject({ club_id: CLUB, ...period }),
  dispersion: v.strictObject({ club_id: CLUB, ...period }),
  trend: v.strictObject({ club_id: CLUB, figure: FIGURE, ...period }),
} as const
export type ToolName = keyof typeof toolArguments

export const coachTools: readonly CoachTool[] = [
  {
    name: 'list_clubs',
    description: 'Clubs of the bag with their shots, median carry and last practice date.',
  },
  {
    name: 'findings',
    description:
      'What the app’s rules found: fault, evidence with 95 % intervals, cost in strokes, cause, drill, goal; and what is worked on.',
    parameters: { type: 'object', properties: { club_id: club, from: date, to: date } },
  },
  {
    name: 'summary',
    description: 'Medians and spreads of all measures of one club.',
    parameters: {
      type: 'object',
      properties: { club_id: club, from: date, to: date },
      required: ['club_id'],
    },
  },
  {
    name: 'dispersion',
    description: 'Where the shots of one club land: bias, spread, shares right, short and long.',
    parameters: {
      type: 'object',
      properties: { club_id: club, from: date, to: date },
      required: ['club_id'],
    },
  },
  {
    name: 'trend',
    description: 'Whether a measure of one club changed over the practice days, with its 95 % interval.',
    parameters: {
      type: 'object',
      properties: { club_id: club, figure, from: date, to: date },
      required: ['club_id', 'figure'],
    },
  },
]
