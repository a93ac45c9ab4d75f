/** Stands in for the cache of discovered endpoints, which a client makes and no write looks into. */
export class EndpointCache {}
