import { Injectable } from '@nestjs/common';
import { type LiveSocket, roomOf } from './live-socket.js';

const NOBODY: ReadonlySet<LiveSocket> = new Set();

/** Who is connected to this process, and what they watch: by organisation, so that no name of a room reaches another one. */
@Injectable()
export class Rooms {
  private readonly all = new Map<string, LiveSocket>();
  private readonly byOrganization = new Map<string, Map<string, Set<LiveSocket>>>();
  private readonly members = new Map<string, number>();

  get sockets(): IterableIterator<LiveSocket> {
    return this.all.values();
  }

  add(socket: LiveSocket): void {
    this.all.set(socket.id, socket);
    this.members.set(socket.identity.memberId, this.connectionsOf(socket.identity.memberId) + 1);
    if (!this.byOrganization.has(socket.organizationId)) this.byOrganization.set(socket.organizationId, new Map());
  }

  remove(socket: LiveSocket): void {
    // Where it was present stays with it, for whoever says goodbye there.
    for (const room of socket.watched) this.drop(socket, room);
    if (!this.all.delete(socket.id)) return;
    const left = this.connectionsOf(socket.identity.memberId) - 1;
    if (left > 0) this.members.set(socket.identity.memberId, left);
    else this.members.delete(socket.identity.memberId);
    if (!this.of(socket.organizationId).length) this.byOrganization.delete(socket.organizationId);
  }

  connectionsOf(memberId: string): number {
    return this.members.get(memberId) ?? 0;
  }

  of(organizationId: string): LiveSocket[] {
    return this.byOrganization.has(organizationId) ? [...this.all.values()].filter((socket) => socket.organizationId === organizationId) : [];
  }

  isAny(organizationId: string): boolean {
    return this.byOrganization.has(organizationId);
  }

  join(socket: LiveSocket, room: string): void {
    const rooms = this.byOrganization.get(socket.organizationId);
    if (!rooms) return;
    socket.watched.add(room);
    const there = rooms.get(room) ?? new Set();
    rooms.set(room, there.add(socket));
  }

  leave(socket: LiveSocket, room: string): void {
    this.drop(socket, room);
    socket.at.delete(room);
  }

  /** Those at the record itself. */
  at(organizationId: string, noun: string, recordId: string): ReadonlySet<LiveSocket> {
    return this.byOrganization.get(organizationId)?.get(roomOf(noun, recordId)) ?? NOBODY;
  }

  /** Those as well who watch all records of the noun. */
  watching(organizationId: string, noun: string, recordId: string): Set<LiveSocket> {
    const all = this.byOrganization.get(organizationId)?.get(roomOf(noun)) ?? NOBODY;
    return new Set([...this.at(organizationId, noun, recordId), ...all]);
  }

  private drop(socket: LiveSocket, room: string): void {
    socket.watched.delete(room);
    const rooms = this.byOrganization.get(socket.organizationId);
    const there = rooms?.get(room);
    there?.delete(socket);
    if (there?.size === 0) rooms!.delete(room);
  }
}
