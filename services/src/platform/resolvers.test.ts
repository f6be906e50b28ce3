import 'reflect-metadata'
import { graphql } from 'graphql'
import { Arg, Args, ArgsType, buildSchemaSync, Ctx, Field, FieldResolver, Info, Int, ObjectType, Query, Resolver, Root, UseMiddleware } from 'type-graphql'
import { describe, expect, it } from 'vitest'
import { callDirectly } from './resolvers.ts'

@ObjectType()
class Shelf {
  @Field(() => String)
  name!: string
}

@ArgsType()
class Steps {
  @Field(() => Int, { nullable: true })
  from?: number | null

  @Field(() => Int, { nullable: true })
  to?: number | null
}

@Resolver(() => Shelf)
class ShelfResolver {
  @Query(() => [Shelf])
  shelves(): Shelf[] {
    return [{ name: 'left' }, { name: 'right' }]
  }

  @FieldResolver(() => String)
  label(@Ctx() { greeting }: { greeting: string }, @Root() { name }: Shelf, @Arg('mark', () => String, { nullable: true }) mark?: string | null): string {
    return [greeting, name, String(mark)].join(' ')
  }

  @FieldResolver(() => String)
  steps(@Args(() => Steps) { from, to }: Steps, @Root() { name }: Shelf): string {
    return `${name} ${String(from)} ${String(to)}`
  }
}

describe('a field of a thing', () => {
  it('gives its method the thing, its arguments and the context, in the order that it asks for them', async () => {
    const schema = buildSchemaSync({ resolvers: [ShelfResolver], validate: false })
    callDirectly(schema)
    const source = '{ shelves { label(mark: "!") bare: label steps(from: 2) none: steps(to: null) } }'
    expect(await graphql({ schema, source, contextValue: { greeting: 'the' } })).toEqual({
      data: {
        shelves: ['left', 'right'].map(name => ({
          label: `the ${name} !`, bare: `the ${name} undefined`, steps: `${name} 2 undefined`, none: `${name} undefined null`,
        })),
      },
    })
  })

  it.each<[string, string, ReturnType<typeof Info>, ReturnType<typeof UseMiddleware>]>([
    ['what the document says', 'is given no info', Info(), () => undefined],
    ['a part of the thing', 'asks for name alone', Root('name'), () => undefined],
    ['middleware', 'has middleware', Root(), UseMiddleware((_data, next) => next())],
  ])('stops the server when it asks for %s', (what, message, parameter, around) => {
    @ObjectType(what.replaceAll(' ', '_'))
    class Curtain {
      @Field(() => String)
      name!: string
    }

    @Resolver(() => Curtain)
    class CurtainResolver {
      @Query(() => Curtain)
      curtain(): Curtain {
        return { name: 'red' }
      }

      @around
      @FieldResolver(() => Boolean)
      isDrawn(@parameter _given: unknown): boolean {
        return true
      }
    }
    const schema = buildSchemaSync({ resolvers: [CurtainResolver], validate: false })
    expect(() => callDirectly(schema)).toThrow(message)
  })
})
