/**
 * What a model may look at, read only, each bounded. The device answers, by the functions that its own screens
 * use; the server only hands on the names.
 */
import * as v from 'valibot'
import { MOST_QUERY_ROWS, QUERY_COLUMNS } from './coachSelect.ts'
import { figureNames } from './measures.ts'
import { proposedPlan } from './planRefined.ts'

/** As the model is told: JSON schema in Gemini's spelling. */
export interface CoachTool {
  readonly name: ToolName
  readonly description: string
  readonly parameters?: ObjectSchema
}
interface ObjectSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, ValueSchema>>
  readonly required?: readonly string[]
}
type ValueSchema =
  | {
      readonly type: 'string'
      readonly description?: string
      readonly format?: 'enum'
      readonly enum?: readonly string[]
    }
  | { readonly type: 'integer'; readonly description?: string }
  | { readonly type: 'array'; readonly description?: string; readonly items: ObjectSchema }

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
  compare: v.strictObject({
    ...{ club_id: CLUB, ...period },
    ...{ other_club_id: v.optional(CLUB), other_from: v.optional(DATE), other_to: v.optional(DATE) },
  }),
  query: v.strictObject({ sql: v.pipe(v.string(), v.maxLength(4_000)) }),
  notes: v.strictObject(period),
  propose_plan: proposedPlan,
} as const
export type ToolName = keyof typeof toolArguments
export const toolNames = Object.keys(toolArguments) as readonly ToolName[]
/** For questions; a plan is proposed where one is refined. */
export type LookingTool = Exclude<ToolName, 'propose_plan'>
export const lookingTools = toolNames.filter(name => name !== 'propose_plan')

export const coachTools: readonly CoachTool[] = [
  {
    name: 'list_clubs',
    description: 'Clubs of the bag with their shots, median carry and last practice date.',
  },
  {
    name: 'findings',
    description:
      'What the app’s rules found: fault, evidence with 95 % intervals, cost in strokes, cause, drill, goal; what is worked on; and the goals that the golfer set, with how they stand.',
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
  {
    name: 'compare',
    description:
      'Two lots of shots, measure by measure: one club at two times (before and after a lesson), or two clubs. Difference = first less second, with its 95 % interval; clear = stands even as one of many.',
    parameters: {
      type: 'object',
      properties: {
        ...{ club_id: club, from: date, to: date },
        other_club_id: { type: 'string', description: 'the second lot’s club; the same if left out' },
        ...{ other_from: date, other_to: date },
      },
      required: ['club_id'],
    },
  },
  {
    name: 'query',
    description: `One SQLite SELECT over the table shots(${QUERY_COLUMNS.join(', ')}): live shots that count, SI units, + = right of the target; at most ${MOST_QUERY_ROWS} rows come back. Name result columns with their unit as the table does (avg_carry_m). Numbers of your own stand only behind a comparison, in IN, BETWEEN, LIMIT or round(…, 1), and as THEN 1 ELSE 0. Only where no other tool answers.`,
    parameters: { type: 'object', properties: { sql: { type: 'string' } }, required: ['sql'] },
  },
  {
    name: 'notes',
    description:
      'The golfer’s own notes of sessions and shots: feels, swing thoughts, lessons. Newest first.',
    parameters: { type: 'object', properties: { from: date, to: date } },
  },
  {
    name: 'propose_plan',
    description:
      'Proposes changes to the practice plan of the question: balls and a note for parts by their number; parts left out stay. Tests keep their balls, the balls in all may not grow. Refused in words if it is against a rule.',
    parameters: {
      type: 'object',
      properties: {
        why: { type: 'string', description: 'one or two sentences, without figures' },
        parts: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              part: { type: 'integer', description: 'its number in the plan' },
              balls: { type: 'integer' },
              note: { type: 'string', description: 'what to look at there; no figures' },
            },
            required: ['part', 'balls'],
          },
        },
      },
      required: ['why', 'parts'],
    },
  },
]
