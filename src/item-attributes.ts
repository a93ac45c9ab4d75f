/** The attribute that keeps a body of text. */
export const BODY_ATTRIBUTE = 'body';

/** The attribute that holds the epoch second at which an item may be deleted. */
export const TIME_TO_LIVE_ATTRIBUTE = 'expiresAt';

/** The attributes that the writer sets beside the keys, the body and the time to live. */
export const KEPT_ATTRIBUTES: readonly string[] = ['messageAttributes', 'traceHeader'];
