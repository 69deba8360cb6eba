import { Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import type { Json } from '#kernel/field/field.js';
import { Forbidden, NotFound } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { RECIPES as SCHEMA, STEP_TYPES as TYPES_SCHEMA } from '../automation-schemas.js';
import type { Ground } from '../graph/check.js';
import { Tools } from '../run/tools.js';
import { STEP_TYPES } from '../step/steps.js';
import { factsByConfidence, wordsOf } from '#platform/audit/fact-words.js';
import { sayingIn, WORDS, type Say, type Words } from '#platform/words/words.js';
import { TRIGGER_KINDS } from '../trigger/trigger-kinds.js';
import { Workflow } from '../workflow/workflow.js';
import { RECIPES, type Recipe } from './recipes.js';

const READ = { resource: 'workflow', action: 'read' };

/** What workflows can be made of, and some that are ready. */
@Controller('automation')
@InOrganization()
export class RecipesController {
  constructor(
    private readonly tools: Tools,
    @Inject(WORDS) private readonly words: Words,
  ) {}

  @Get('step-types')
  @ApiOperation({ summary: 'List the types of steps', description: 'What a step can do and what may come of it, the kinds of triggers, and the facts that triggers and waits can name.' })
  @ApiExtension('x-permission', READ)
  @ApiResponse({ status: 200, description: 'All types of steps and triggers.', schema: TYPES_SCHEMA as never })
  async stepTypes(): Promise<object> {
    const ground = await this.tools.ground();
    mustRead(ground);
    const say = this.saying(ground);
    const nothing = { key: '', do: '' };
    return { data: STEP_TYPES.map((type) => ({ do: type.name, say: say(`step.${type.name}`, type.say), outcomes: type.outcomes(nothing) })), triggers: TRIGGER_KINDS, facts: factsByConfidence().open.map((fact) => ({ fact, say: say(`fact.${fact}`, wordsOf(fact).say) })) };
  }

  @Get('recipes')
  @ApiOperation({ summary: 'List recipes', description: 'Ready workflows, as far as the nouns that they need are there.' })
  @ApiExtension('x-permission', READ)
  @ApiResponse({ status: 200, description: 'The recipes.', schema: SCHEMA as never })
  async recipes(): Promise<{ data: Recipe[] }> {
    const ground = await this.tools.ground();
    mustRead(ground);
    return { data: offered(ground).map((recipe) => inWords(recipe, this.saying(ground))) };
  }

  @Post('recipes/:key/workflows')
  @ApiOperation({ summary: 'Make a workflow from a recipe', description: 'A draft of your own, to be looked through and published.' })
  @ApiParam({ name: 'key', schema: { type: 'string', maxLength: 60 } })
  @ApiExtension('x-permission', { resource: 'workflow', action: 'create' })
  @ApiResponse({ status: 201, description: 'The workflow.', schema: { $ref: '#/components/schemas/Workflow' } as never })
  async make(@Param('key') key: string): Promise<Json> {
    const ground = await this.tools.ground();
    const recipe = offered(ground).find((each) => each.key === key);
    if (!recipe) throw new NotFound('There is no such recipe here. GET /api/v1/automation/recipes lists them.');
    const { name, description, graph } = inWords(recipe, this.saying(ground));
    return JSON.parse((await this.tools.write.create(ground.registry.of(Workflow), { name, description, graph: withMe(graph) })).json) as Json;
  }

  private saying({ ability }: Ground): Say {
    return sayingIn(this.words, ability.access.language);
  }
}

export function offered({ registry, ability }: Ground): Recipe[] {
  return RECIPES.filter(({ needs }) => needs.every((name) => registry.find(name) && ability.of(registry.get(name)).may('read')));
}

function inWords(recipe: Recipe, say: Say): Recipe {
  return { ...recipe, name: say(`recipe.${recipe.key}`, recipe.name), description: say(`recipe.${recipe.key}.say`, recipe.description) };
}

function mustRead({ registry, ability }: Ground): void {
  if (!ability.of(registry.of(Workflow)).may('read')) throw new Forbidden();
}

/** `$me` stands for whoever makes a workflow of it. */
function withMe(graph: Recipe['graph']): Json {
  const { actor } = currentScope();
  const me = 'memberId' in actor ? actor.memberId : '';
  return JSON.parse(JSON.stringify(graph).replaceAll('"$me"', JSON.stringify(me))) as Json;
}
