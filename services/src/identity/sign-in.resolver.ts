import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql'
import type { Work } from '../platform/context.ts'
import { Payload, type Outcome } from '../platform/payload.ts'
import { Before, Keyless } from '../platform/schema.ts'
import { Together } from '../platform/together.ts'
import {
  type Admission, beginSignIn, findByCookie, holdOwners, lingerInRush, refreshSignIn, signOut, type VerifiedAdmission, verifySignIn,
} from './sign-in.service.ts'
import { User } from './user.entity.ts'
import { changePassword, type ChosenPassword, prepareChange } from './user.service.ts'

@InputType()
export class SignInInput {
  @Field(() => String, { description: 'Or the e-mail.' })
  username!: string

  @Field(() => String)
  password!: string
}

@InputType()
export class SignOutInput {
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'On every device.' })
  everywhere?: boolean | null
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  currentPassword!: string

  @Field(() => String)
  newPassword!: string
}

@ObjectType()
export class SignInPayload extends Payload {
  @Field(() => String, { nullable: true })
  accessToken?: string

  @Field(() => Date, { nullable: true, description: "The access token's end." })
  expiresAt?: Date

  @Field(() => Boolean, { nullable: true })
  mustChangePassword?: boolean

  @Field(() => User, { nullable: true })
  user?: User
}

@ObjectType()
export class SignOutPayload extends Payload {}

@ObjectType()
export class ChangePasswordPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User
}

@Resolver()
export class SignInResolver {
  @Keyless()
  @Before(verifySignIn)
  @Together<SignInInput, VerifiedAdmission>({ size: () => 1, hold: holdOwners, linger: lingerInRush })
  @Mutation(() => SignInPayload, { description: 'By username or e-mail. Sets the refresh cookie. The access token holds 15 minutes.' })
  signIn(@Ctx() work: Work<VerifiedAdmission>, @Arg('input', () => SignInInput) _input: SignInInput): Promise<Outcome<SignInPayload>> {
    return beginSignIn(work)
  }

  @Keyless()
  @Before(findByCookie)
  @Mutation(() => SignInPayload, { description: 'By the refresh cookie alone; rotates it.' })
  refreshSignIn(@Ctx() work: Work<Admission>): Promise<Outcome<SignInPayload>> {
    return refreshSignIn(work)
  }

  @Mutation(() => SignOutPayload)
  async signOut(@Ctx() work: Work, @Arg('input', () => SignOutInput) { everywhere }: SignOutInput): Promise<Outcome<SignOutPayload>> {
    await signOut(work, everywhere ?? false)
    return {}
  }

  @Keyless()
  @Before(prepareChange)
  @Mutation(() => ChangePasswordPayload, { description: "Ends the viewer's other sign-ins." })
  async changePassword(
    @Ctx() work: Work<ChosenPassword>, @Arg('input', () => ChangePasswordInput) _input: ChangePasswordInput,
  ): Promise<Outcome<ChangePasswordPayload>> {
    return { user: await changePassword(work) }
  }
}
