import { useId, useMemo, useRef, useState } from 'react'
import { type Air, carryFactor, PLAIN_AIR } from '../../../../shared/golf/air.ts'
import { localDate } from '../../../../shared/golf/dates.ts'
import { useDb, useLive, useLiveFiltered } from '../../../db/react.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Chips } from '../../../ui/Chips.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Field } from '../../../ui/Field.tsx'
import { handOver } from '../../../ui/handOver.ts'
import { DownloadIcon } from '../../../ui/icons.ts'
import { yardagesOf } from '../../bag/yardages.ts'
import { useClubs } from '../../clubs.ts'
import { useParams } from '../../params.ts'
import { pngOf } from '../../png.ts'
import { AskBar } from '../AskBar.tsx'
import { askedOf } from '../asked.ts'
import { airOf, type Degrees, degreesSaid } from './air.ts'
import { CardPicture } from './CardPicture.tsx'
import { linesOfCard, shotPatternCsv } from './card.ts'
import './card.css'

/** Cover, stock and long of each club on a card: for the wallet, the bag's tag, the phone without a signal. */
export function YardageCard() {
  const db = useDb()
  const display = useDisplay()
  const clubs = useClubs()
  const [params, setParams] = useParams()
  const asked = askedOf(params)
  const { club_id: _, ...filter } = asked.filter
  const bag = useLive('bag', null)
  const carries = useLiveFiltered('gapping', filter)
  const picture = useRef<HTMLDivElement>(null)
  const there = airOf(params, '')
  const here = airOf(params, 'here.') ?? PLAIN_AIR
  const factor = there === null ? 1 : carryFactor(here, there)
  const { lines, left } = useMemo(
    () => linesOfCard(yardagesOf(bag ?? [], carries ?? []), m => display.number('carry_m', m * factor)),
    [bag, carries, display, factor],
  )
  if (!bag || !carries) return null
  const unit = display.unit('carry_m')
  const degrees: Degrees =
    params.get('in') === 'f' || (params.get('in') === null && unit === 'yd') ? 'F' : 'C'
  const said = (air: Air) =>
    `${display.size('apex_m', air.altitude_m).value} ${display.unit('apex_m')}, ${degreesSaid(air.temperature_c, degrees)}`
  const percent = Math.round(1000 * (factor - 1)) / 10
  const adjusted =
    there === null ? null : `Adjusted for ${said(there)}: ${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`
  const today = localDate(new Date())
  return (
    <div className="stack">
      <div className={params.get('size') === 'page' ? 'wallet page-size' : 'wallet'} ref={picture}>
        <CardPicture lines={lines} unit={unit} date={display.date(today)} adjusted={adjusted} />
      </div>
      {lines.length === 0 && <p>A card needs a club with a carry. Add a report, or take a condition away.</p>}
      <p className="soft">
        Carry of full swings: what 7 of 10 carry, the middle, what 2 of 10 pass. * under 5 shots.
        {left > 0 && ` ${left} part ${left === 1 ? 'swing' : 'swings'} found no room.`} Here it opens without
        a signal; on Android, press and hold the app’s icon.
      </p>
      <Chips
        label="Printed as"
        line="joined"
        value={params.get('size') === 'page' ? 'page' : 'wallet'}
        onChoose={size => setParams({ size: size === 'page' ? size : null })}
        choices={[
          { value: 'wallet', says: 'Wallet card' },
          { value: 'page', says: 'Half a page' },
        ]}
      />
      <div className="card-ways">
        <Button onPress={() => print()}>Print</Button>
        <Button
          icon={DownloadIcon}
          onPress={async () => {
            const png = picture.current && (await pngOf(picture.current, ''))
            if (png) await handOver(png, 'rangebook-card.png')
          }}
        >
          Picture
        </Button>
        <Button
          icon={DownloadIcon}
          onPress={async () => {
            const csv = shotPatternCsv(await db.query('shot_pattern', filter), id => clubs(id).short)
            await handOver(new Blob([csv], { type: 'text/csv' }), 'rangebook-shot-pattern.csv')
          }}
        >
          For Shot Pattern
        </Button>
      </div>
      <AskBar clubs="none" />
      <Weather {...{ there, here, degrees, adjusted }} />
    </div>
  )
}

/** Where the card will be used, and what its figures were measured in: nothing is adjusted until it is said. */
function Weather({
  there,
  here,
  degrees,
  adjusted,
}: {
  readonly there: Air | null
  readonly here: Air
  readonly degrees: Degrees
  readonly adjusted: string | null
}) {
  const [params, setParams] = useParams()
  const id = useId()
  return (
    <details className="behind" open={there !== null}>
      <summary>Altitude and temperature</summary>
      <div className="stack" id={id}>
        <p>
          {adjusted === null
            ? 'The card shows what you measured. Say where you will play, and it is adjusted.'
            : `${adjusted}, against ${params.get('here.alt') || params.get('here.temp') ? 'what you say of the simulator' : 'sea level and 25 °C (77 °F)'}.`}
        </p>
        <Chips
          label="Degrees"
          line="joined"
          value={degrees}
          onChoose={of => setParams({ in: of.toLowerCase() })}
          choices={[
            { value: 'C', says: '°C' },
            { value: 'F', says: '°F' },
          ]}
        />
        <h2>Where you will play</h2>
        <AirFields prefix="" air={there} degrees={degrees} />
        <h2>What the monitor reckoned with</h2>
        <AirFields
          prefix="here."
          air={params.get('here.alt') || params.get('here.temp') ? here : null}
          degrees={degrees}
        />
        {there !== null && (
          <Button
            look="quiet"
            onPress={() => setParams({ alt: null, temp: null, 'here.alt': null, 'here.temp': null })}
          >
            As measured
          </Button>
        )}
        <p className="soft">
          A rule of thumb: 1.16 % more carry each 1,000 ft (Titleist; by club 0.5 to 2.3 %), 0.75 % each 10 °F
          (sources: 1 to 2 yd). Carry alone; roll and wind are not in it. An indoor monitor reckons with the
          air of its settings: put them in if they are not sea level and 25 °C.
        </p>
      </div>
    </details>
  )
}

function AirFields({
  prefix,
  air,
  degrees,
}: {
  readonly prefix: '' | 'here.'
  readonly air: Air | null
  readonly degrees: Degrees
}) {
  const display = useDisplay()
  const [params, setParams] = useParams()
  // As it is typed; the address has it in m and °C.
  const [altitude, setAltitude] = useState(
    params.get(`${prefix}alt`) && air ? `${Math.round(display.number('apex_m', air.altitude_m))}` : '',
  )
  const typed = Number(params.get(`${prefix}temp`) || Number.NaN)
  const shown = Number.isFinite(typed) ? `${Math.round(degrees === 'F' ? typed * 1.8 + 32 : typed)}` : ''
  const [temperature, setTemperature] = useState({ text: shown, degrees })
  const text = temperature.degrees === degrees ? temperature.text : shown
  return (
    <div className="ask-dates">
      <Field
        label={`Altitude, ${display.unit('apex_m')}`}
        value={altitude}
        inputMode="decimal"
        onChange={text => {
          setAltitude(text)
          const m = display.typed('apex_m', text)
          setParams({ [`${prefix}alt`]: m === null ? null : m.toFixed(1) })
        }}
      />
      <Field
        label={`Temperature, °${degrees}`}
        value={text}
        inputMode="text"
        onChange={text => {
          setTemperature({ text, degrees })
          const number = Number(text.replace(',', '.').replace('−', '-'))
          const c = degrees === 'F' ? (number - 32) / 1.8 : number
          setParams({ [`${prefix}temp`]: text.trim() === '' || !Number.isFinite(c) ? null : c.toFixed(1) })
        }}
      />
    </div>
  )
}
