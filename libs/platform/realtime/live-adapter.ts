import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Server, ServerOptions } from 'socket.io';
import { Handshake } from './handshake.js';
import { LiveRedis } from './live-redis.js';

export const LIVE_PATH = '/api/v1/live';

const MOST_CONNECTIONS = 20_000;

/** Socket.IO over WebSocket alone, so that no connection depends on coming back to the same process. */
export class LiveAdapter extends IoAdapter {
  constructor(private readonly app: INestApplication) {
    super(app);
  }

  override createIOServer(port: number, _options?: ServerOptions): Server {
    const handshake = this.app.get(Handshake, { strict: false });
    const redis = this.app.get(LiveRedis, { strict: false });
    let server: Server | undefined;
    const options: Partial<ServerOptions> = {
      path: LIVE_PATH, transports: ['websocket'], serveClient: false, maxHttpBufferSize: 16 * 1024, perMessageDeflate: false, connectTimeout: 5_000, pingInterval: 25_000, pingTimeout: 20_000,
      allowRequest: ({ headers }, answer) => answer(null, handshake.mayOpen(headers) && (server?.engine.clientsCount ?? 0) < MOST_CONNECTIONS),
    };
    server = super.createIOServer(port, options as ServerOptions) as Server;
    server.adapter(createAdapter(redis.open(), redis.open(), { key: 'tessera:sockets' }));
    return server;
  }
}
