import { BlockList, isIP } from 'node:net';

/** Everything that is not the open Internet (IANA special-purpose registries), and what leads there by another name. */
const CLOSED: [address: string, bits: number][] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
];
/** Of IPv6 only what is given out for the open Internet, without tunnels, in which any IPv4 address may hide. */
const OPEN_IPV6: [address: string, bits: number] = ['2000::', 3];
const CLOSED_IPV6: [address: string, bits: number][] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]];

const closed = blocks(CLOSED, 'ipv4');
const open6 = blocks([OPEN_IPV6], 'ipv6');
const closed6 = blocks(CLOSED_IPV6, 'ipv6');

/** Whether requests of our own may go there. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && !address.includes('%') && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
}

function blocks(networks: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, family);
  return list;
}
