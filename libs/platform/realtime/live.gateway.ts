import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { InOrganization } from '#kernel/gate/route.js';
import { Problem } from '#kernel/pipeline/problem.js';
import { problemOf } from '#platform/edge/problem-of.js';
import { Distribution } from './distribution.js';
import { Handshake } from './handshake.js';
import { LIVE_CHANNEL, newsIn } from './live-news.js';
import { LiveRedis } from './live-redis.js';
import { LiveSocket } from './live-socket.js';
import { Presence } from './presence.js';
import { LiveRequests } from './requests.js';
import { Rooms } from './rooms.js';

type Answer = (answer: object) => void;

/** Where browsers stay connected. Sockets join no rooms of Socket.IO by name: who watches what, Rooms knows. */
@WebSocketGateway()
@InOrganization()
export class LiveGateway implements OnGatewayInit<Server>, OnGatewayConnection<Socket>, BeforeApplicationShutdown {
  private readonly logger = new Logger('Live');
  private server: Server | undefined;

  constructor(
    private readonly handshake: Handshake,
    private readonly requests: LiveRequests,
    private readonly rooms: Rooms,
    private readonly distribution: Distribution,
    private readonly presence: Presence,
    private readonly redis: LiveRedis,
  ) {}

  afterInit(server: Server): void {
    this.server = server;
    server.use((socket, next) => void this.letIn(socket, next));
    this.presence.tellOthers = (...which) => server.serverSideEmit('here', ...which);
    server.on('here', (organizationId: string, noun: string, recordId: string) => void this.presence.show(organizationId, noun, recordId).catch(() => undefined));
    this.hear();
  }

  handleConnection(socket: Socket): void {
    const live = (socket.data as { live: LiveSocket }).live;
    this.rooms.add(live);
    socket.use(([event, ...rest]) => void this.take(live, String(event), rest));
    socket.on('disconnect', () => void this.leave(live));
    socket.emit('welcome', { memberId: live.identity.memberId });
  }

  /** They come back to a process that stays, and ask for what they missed. */
  beforeApplicationShutdown(): void {
    this.server?.local.disconnectSockets(true);
  }

  private async letIn(socket: Socket, next: (refusal?: Error) => void): Promise<void> {
    let refusal: Error | undefined;
    try {
      socket.data = { live: await this.handshake.admit(socket) };
    } catch (error) {
      refusal = refusalOf(this.known(error));
    }
    next(refusal);
  }

  private async take(live: LiveSocket, event: string, rest: unknown[]): Promise<void> {
    const last = rest.at(-1);
    const reply: Answer = typeof last === 'function' ? (last as Answer) : (answer) => void ('problem' in answer && live.socket.emit('problem', answer.problem));
    const spent = live.spend();
    if (spent === 'out') return void live.socket.disconnect(true);
    if (!spent) return reply({ ok: false, problem: told(new Problem(429, 'too-many-requests', 'Too many events', 'Send fewer events: at most 20 a second.')) });
    try {
      reply({ ok: true, ...(await live.inScope(() => this.requests.answer(live, event, rest[0]))) });
    } catch (error) {
      reply({ ok: false, problem: told(this.known(error)) });
    }
  }

  private async leave(live: LiveSocket): Promise<void> {
    const at = [...live.at.keys()];
    this.rooms.remove(live);
    for (const room of at) await this.presence.leave([live], ...(room.split(' ') as [string, string])).catch(() => undefined);
  }

  private hear(): void {
    const subscriber = this.redis.open();
    let heardBefore = false;
    subscriber.on('message', (_channel, text) => {
      const news = newsIn(text);
      if (news) this.distribution.receive(news);
    });
    subscriber.on('ready', () => {
      // Whatever was said while nobody listened has been missed.
      if (heardBefore) this.distribution.reload();
      heardBefore = true;
    });
    void subscriber.subscribe(LIVE_CHANNEL).catch(() => undefined);
  }

  private known(error: unknown): Problem {
    const problem = problemOf(error);
    if (problem.status >= 500) this.logger.error({ msg: problem.detail, err: problem.cause ?? error });
    return problem;
  }
}

function told({ status, kind, title, detail, errors }: Problem): object {
  return { status, kind, title, detail, ...(errors.length > 0 && { errors }) };
}

/** Socket.IO hands `data` to the client beside the message. */
function refusalOf(problem: Problem): Error {
  return Object.assign(new Error(problem.detail), { data: told(problem) });
}
