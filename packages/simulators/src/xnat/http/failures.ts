/** A refusal of the `/data` engine: shown as its HTML status page. */
export class DataFailure extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** An exception in one of XNAT's own `/xapi` controllers: text/plain behind a fixed prefix, 500 unless it has a status. */
export class XapiFailure extends Error {
  readonly status: number

  constructor(message: string, status = 500) {
    super(message)
    this.status = status
  }
}

/** How the plugin's error advice words an exception in its log. */
export type AdviceForm = 'Error executing request' | 'RuntimeException' | 'Exception' | 'NotFoundException'

/** An exception covered by the viewer plugin's own error advice. */
export class PluginFailure extends Error {
  readonly status: number
  readonly form: AdviceForm

  constructor(status: number, form: AdviceForm, message: string) {
    super(message)
    this.status = status
    this.form = form
  }

  /** The prefix "Error executing request" is only in the log, never in the body. */
  get body(): string {
    return this.form === 'Error executing request' ? this.message : `${this.form} - ${this.message}`
  }
}
