/** Stands in for the event streams of the SDK, which no operation of DynamoDB answers with. */
export class EventStreamSerde {
  public constructor() {
    throw new Error('the writer has no event streams');
  }
}

export const eventStreamSerdeProvider = undefined;
