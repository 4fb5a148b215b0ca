import { version } from '../../../package.json'
import { SCHEMA_VERSION } from '../../../shared/schema/catalogue.ts'
import { ButtonLink } from '../../ui/Button.tsx'

export function About() {
  return (
    <section className="about stack">
      <h2>About Rangebook</h2>
      <p>
        Your shots lie in this browser, on this device. What leaves it is the call for a report whose link you
        add, and, once you turn a cloud on, your history to that cloud. No tracking.
      </p>
      <p className="soft num">
        Version {version}, database version {SCHEMA_VERSION}
      </p>
      <div>
        <ButtonLink href="/data">What is stored, and your copy of it</ButtonLink>
      </div>
    </section>
  )
}
