/** What a service throws to break the connection without an answer. */
export class ConnectionLost extends Error {
  public readonly name = 'ConnectionLost';

  public constructor() {
    super('the connection was lost');
  }
}
