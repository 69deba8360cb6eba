import { declaredFields, type FieldDeclaration } from '#kernel/field/declare.js';
import type { Field } from '#kernel/field/field.js';
import type { ReferenceOptions, ResourceClass } from '#kernel/field/reference.js';
import { checkResource, checkVerb } from './boot-checks.js';
import { declarationOf } from './declaration.js';
import { grantsOf } from './grants.js';
import type { ResourceModel } from './model.js';
import { didYouMean, sentence, snake } from './names.js';
import type { VerbDeclaration } from './verb.js';

export class BootError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The declarations are not sound:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'BootError';
  }
}

/** All nouns and verbs that this process knows, checked once at boot and frozen. */
export class Registry {
  private readonly byName: ReadonlyMap<string, ResourceModel>;
  private readonly byClass: ReadonlyMap<ResourceClass, ResourceModel>;

  private constructor(
    readonly resources: readonly ResourceModel[],
    readonly verbs: readonly VerbDeclaration[],
  ) {
    this.byName = new Map(resources.map((resource) => [resource.name, resource]));
    this.byClass = new Map(resources.map((resource) => [resource.resourceClass, resource]));
  }

  /** All problems come at once, each with its file and its cure. */
  static build(classes: readonly ResourceClass[], verbs: readonly VerbDeclaration[] = []): Registry {
    const problems: string[] = [];
    const resources: ResourceModel[] = [];
    for (const resourceClass of new Set(classes)) {
      const declaration = declarationOf(resourceClass);
      if (!declaration) problems.push(`${resourceClass.name}: has no @Resource(). Add it above the class.`);
      else resources.push(modelOf(resourceClass, verbs));
    }
    const registry = new Registry(resources, verbs);
    for (const resource of resources) problems.push(...checkResource(resource, registry));
    for (const verb of verbs) problems.push(...checkVerb(verb, registry));
    if (problems.length) throw new BootError(problems);
    return registry;
  }

  /** The same, where some nouns have fields that an organisation gave them. */
  with(extended: readonly ResourceModel[]): Registry {
    const byName = new Map(extended.map((resource) => [resource.name, resource]));
    return new Registry(this.resources.map((resource) => byName.get(resource.name) ?? resource), this.verbs);
  }

  get(name: string): ResourceModel {
    const found = this.byName.get(name);
    if (!found) throw new TypeError(`There is no resource "${name}".${didYouMean(name, this.byName.keys())}`);
    return found;
  }

  find(name: string): ResourceModel | undefined {
    return this.byName.get(name);
  }

  of(resourceClass: ResourceClass): ResourceModel {
    const found = this.byClass.get(resourceClass);
    if (!found) throw new TypeError(`${resourceClass.name} is not registered. Name it in the resources of a @FeatureModule.`);
    return found;
  }

  knows(resourceClass: ResourceClass): boolean {
    return this.byClass.has(resourceClass);
  }

  target(field: Field): ResourceModel | null {
    const { to } = field.options as Partial<ReferenceOptions>;
    const target = to?.();
    return target ? (this.byClass.get(target) ?? null) : null;
  }

  /** Records that point at this one, with the field that does. */
  referrers(resource: ResourceModel): { resource: ResourceModel; field: Field<ReferenceOptions> }[] {
    return this.resources.flatMap((other) => other.references.filter((field) => this.target(field) === resource).map((field) => ({ resource: other, field })));
  }
}

function modelOf(resourceClass: ResourceClass, verbs: readonly VerbDeclaration[]): ResourceModel {
  const { file: _file, ...options } = declarationOf(resourceClass)!;
  const name = resourceClass.name.charAt(0).toLowerCase() + resourceClass.name.slice(1);
  const fields = new Map(declaredFields(resourceClass).map((declaration) => [declaration.name, fieldOf(declaration)]));
  return Object.freeze({
    ...options,
    name,
    table: snake(name),
    path: `${options.module}/${options.plural}`,
    resourceClass,
    fields,
    owner: [...fields.values()].find(({ type }) => type.name === 'owner') ?? null,
    references: [...fields.values()].filter((field): field is Field<ReferenceOptions> => 'onDelete' in field.options && !field.options.readOnly),
    grants: grantsOf(resourceClass) ?? {},
    verbs: verbs.filter(({ resource }) => resource === resourceClass).map((verb) => verb.name),
  });
}

export function fieldOf({ name, type, options }: FieldDeclaration, storage: Field['storage'] = 'column'): Field {
  const personal = options.personal === true ? 'personal' : (options.personal ?? null);
  return Object.freeze({ name, column: snake(name), type, options, label: options.label ?? sentence(name), required: options.required === true, personal, storage });
}
