import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** Business that is open with a company and must not be left behind when it is deleted, such as open deals or unpaid quotes. */
export interface CompanyTie {
  /** The noun, such as `opportunity`: the key under which a client says what is to become of it. */
  readonly noun: string;
  /** What there is, for a sentence: "open deal", "open deals". */
  readonly say: readonly [one: string, many: string];
  /** All that is open, whether the actor may read it or not. */
  open(companyId: string): Promise<readonly string[]>;
  /** Gives all of it to another company; under the rights of the actor, and refused as a whole where these do not suffice. */
  reassign(companyId: string, toCompanyId: string): Promise<void>;
  /** Calls all of it off, such as losing a deal, and keeps the reason with it; under the same rights. */
  cancel(companyId: string, reason: string): Promise<void>;
}

const TIES = Symbol('ties to companies');

/** Marks the provider that is a CompanyTie. */
export function TiesToCompany(): <T extends new (...dependencies: never[]) => CompanyTie>(tie: T) => void {
  return (tie) => Reflect.defineMetadata(TIES, true, tie);
}

/** All there are, from whatever feature. */
@Injectable()
export class CompanyTies implements OnApplicationBootstrap {
  all: readonly CompanyTie[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const found = this.discovery.getProviders().filter(({ metatype }) => typeof metatype === 'function' && Reflect.hasMetadata(TIES, metatype));
    this.all = [...new Set(found.map(({ instance }) => instance as CompanyTie))];
  }
}
