import './phone.css'

/** How the computer's Rangebook gets an address that a phone's browser trusts; docs/phone.md tells the same at length. */
export function WaysToHttps() {
  return (
    <ol className="ways">
      <li>
        <h3>A private network that gives certificates</h3>
        <p>
          The least work, and nobody else gets in. Install Tailscale on the computer and on the phone, sign in
          on both, then type on the computer:
        </p>
        <pre>{'TRUST_PROXY=1 npm start\ntailscale serve --bg 8787'}</pre>
        <p>
          If it asks for it, switch HTTPS certificates on, once. Open the https address that it prints, on the
          phone.
        </p>
      </li>
      <li>
        <h3>A host with a domain</h3>
        <p>Behind a proxy that has a certificate. With Caddy, the whole of its file:</p>
        <pre>{'range.example.com {\n  reverse_proxy 127.0.0.1:8787\n}'}</pre>
        <p>and on the same host:</p>
        <pre>TRUST_PROXY=1 npm start</pre>
      </li>
      <li>
        <h3>A certificate of your own</h3>
        <p>
          For a name or an address of this computer, from an authority that the phone is told to trust; mkcert
          makes both:
        </p>
        <pre>{'HOST=0.0.0.0 TLS_CERT=cert.pem TLS_KEY=key.pem npm start'}</pre>
        <p>A certificate that the phone warns of is not enough: the app would not be kept there.</p>
      </li>
    </ol>
  )
}
