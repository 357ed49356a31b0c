/** What to do about a failed attempt to connect. */
export interface ConnectAdvice {
  /** Matched against the error's code and message. */
  when: RegExp
  /** What to do; `{X}` stands for the variable X with its prefix. */
  advice: string
  /** Whether waiting may help. */
  retry: boolean
}

/** Codes: errno(3), Node's tls, and PostgreSQL's appendix A. */
const knownFaults: readonly ConnectAdvice[] = [
  {
    when: /session is (not )?(read-only|at a )/,
    advice:
      'no server is what target_session_attrs asks for: wait for the failover, or correct {PG_ENDPOINT}',
    retry: true
  },
  { when: /the password function/, advice: 'see the cause', retry: true },
  {
    when: /does not offer channel binding/,
    advice: 'remove channel_binding=require, or check that nothing stands between this host and the server',
    retry: false
  },
  {
    when: /ECONNREFUSED|ENOENT/,
    advice: 'nothing is listening there: start the server, or correct {PG_ENDPOINT}',
    retry: true
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    advice: 'the host is unknown: correct {PG_ENDPOINT}',
    retry: true
  },
  {
    when: /timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    advice: 'the server does not respond: correct {PG_ENDPOINT}, or check the network and the firewall',
    retry: true
  },
  { when: /57P03/, advice: 'the server is starting or stopping: try again later', retry: true },
  {
    when: /53300/,
    advice: 'the server has no connections left: lower {PG_POOL_SIZE}, or raise its max_connections',
    retry: true
  },
  {
    when: /28P01/,
    advice: 'the server rejected user and password: correct {PG_USERNAME} and {PG_PASSWORD}',
    retry: false
  },
  {
    when: /client password must be/,
    advice: 'the server requires a password: set {PG_PASSWORD}',
    retry: false
  },
  {
    when: /28000/,
    advice:
      'the server rejects this user from this host: set {PG_SSL_MODE}=require if it requires TLS, correct {PG_USERNAME} and {PG_DATABASE}, or add a line to its pg_hba.conf',
    retry: false
  },
  { when: /3D000/, advice: 'create the database, or correct {PG_DATABASE}', retry: false },
  {
    when: /does not support SSL/,
    advice: 'set {PG_SSL_MODE}=disable, or enable TLS on the server',
    retry: false
  },
  {
    when: /CERT|UNABLE_TO_|certificate/,
    advice:
      'name the authority that signed the certificate in {PG_SSL_ROOT_CERT}, or set {PG_SSL_MODE}=require to trust any',
    retry: false
  },
  {
    when: /ECONNRESET|EPIPE|terminated unexpectedly/,
    advice: 'the server closed the connection: check its log, and whether {PG_ENDPOINT} is a Postgres server',
    retry: true
  }
]

const otherFault: ConnectAdvice = {
  when: /(?:)/,
  advice: "correct {PG_ENDPOINT}, or check the server's log",
  retry: false
}

/** @param fault code and message of the error */
export function adviceFor(fault: string): ConnectAdvice {
  return knownFaults.find(({ when }) => when.test(fault)) ?? otherFault
}
