import { crc32 } from 'node:zlib';

/** A message of application/vnd.amazon.eventstream: lengths and headers, each part with its checksum. */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: string | Buffer): Buffer {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const text = Buffer.from(value);
      const lengths = Buffer.from([7, text.length >> 8, text.length & 0xff]);
      return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), lengths, text]);
    }),
  );
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + head.length + body.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, head, body]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(message));
  return Buffer.concat([message, checksum]);
}

export function payloadPart(text: string): Buffer {
  const headers = { ':message-type': 'event', ':event-type': 'PayloadPart', ':content-type': 'application/octet-stream' };
  return eventMessage(headers, text);
}

export function streamException(type: 'ModelStreamError' | 'InternalStreamFailure', body: object): Buffer {
  const headers = { ':message-type': 'exception', ':exception-type': type, ':content-type': 'application/json' };
  return eventMessage(headers, JSON.stringify(body));
}
