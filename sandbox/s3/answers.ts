import { createHash } from 'node:crypto';
import type { WireResponse } from '../gateway/wire';
import { renderXml } from '../gateway/xml';

type Headers = Readonly<Record<string, string>>;

export const empty = (status: number, headers: Headers = {}): WireResponse => ({ status, headers, body: '' });

export const xml = (name: string, value: unknown, status = 200): WireResponse => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: renderXml(name, value, 'repeated'),
});

export const etagOf = (object: Buffer): string => `"${createHash('md5').update(object).digest('hex')}"`;
