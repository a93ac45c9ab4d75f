import { BlockList, isIP } from 'node:net';

/** Whether an IP address is in a range in CIDR notation; nothing where either is none. */
export function isInRange(address: string, range: string): boolean | undefined {
  const family = familyOf(address);
  const [network = '', bits, ...rest] = range.split('/');
  const ofRange = familyOf(network);
  if (family === undefined || ofRange === undefined || rest.length > 0) return undefined;
  const length = bits === undefined ? MOST_BITS[ofRange] : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  if (length > MOST_BITS[ofRange]) return undefined;
  if (family !== ofRange) return false;
  const list = new BlockList();
  list.addSubnet(network, length, ofRange);
  return list.check(address, family);
}

const MOST_BITS = { ipv4: 32, ipv6: 128 } as const;

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return isIP(address) === 4 ? 'ipv4' : isIP(address) === 6 ? 'ipv6' : undefined;
}
