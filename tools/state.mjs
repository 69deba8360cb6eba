// Which processes run for this data folder and on which ports: what the next start needs to know after a power cut or a kill -9.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class State {
  #path;
  #known;

  constructor(folder) {
    this.#path = join(folder, 'state.json');
    try {
      this.#known = { processes: {}, ports: {}, ...JSON.parse(readFileSync(this.#path, 'utf8')) };
    } catch {
      this.#known = { processes: {}, ports: {} };
    }
  }

  process(name) {
    return this.#known.processes[name];
  }

  processNames() {
    return Object.keys(this.#known.processes);
  }

  port(name) {
    return this.#known.ports[name];
  }

  started(name, identity, port) {
    this.#known.processes[name] = identity;
    if (port) this.#known.ports[name] = port;
    this.#write();
  }

  ended(name) {
    delete this.#known.processes[name];
    this.#write();
  }

  /** What the embedded database was last prepared for. */
  get preparedFor() {
    return this.#known.preparedFor;
  }

  set preparedFor(fingerprint) {
    this.#known.preparedFor = fingerprint;
    this.#write();
  }

  // Moved into place, so that a reader or a crash never meets half a file.
  #write() {
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(this.#known, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }
}
