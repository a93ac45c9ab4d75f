declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An HTTP server that answers as DynamoDB does. */
  export default function dynalite(options: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
