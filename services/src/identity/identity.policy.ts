import { everyone, guards, link, own, sees, self } from '../platform/law.ts'
import { JournalEntry } from '../platform/journal.ts'
import { anybody, may, mayEvenBeforePasswordChange, signedIn } from '../platform/permission.ts'
import { refuses } from '../platform/refusal.ts'
import { Assignment } from './assignment.entity.ts'
import { Organization } from './organization.entity.ts'
import { PasswordChange } from './password-change.entity.ts'
import { roles, User } from './user.entity.ts'

declare module '../platform/refusal.ts' {
  interface RefusalCodes {
    WRONG_CREDENTIALS: true
    LAST_ADMIN: true
    NOT_A_TRAINEE: true
    NOT_A_TRAINER: true
    INACTIVE: true
  }
}

refuses({
  WRONG_CREDENTIALS: 'Username or password is wrong.',
  LAST_ADMIN: 'This is the only active admin. Make somebody else an admin first.',
  NOT_A_TRAINEE: 'This person is no trainee.',
  NOT_A_TRAINER: 'This person is no trainer.',
  INACTIVE: 'This person is deactivated.',
})

const { ADMIN, TRAINER } = roles
const trainerOf = link(Assignment, { thing: 'trainer', viewer: 'trainee' })
const traineeOf = link(Assignment, { thing: 'trainee', viewer: 'trainer' })

sees(User, ADMIN, TRAINER, self, trainerOf)
guards(User, ['email', 'phone', 'trainers', 'trainees'], ADMIN, self, trainerOf, traineeOf)
guards(User, ['mustChangePassword', 'history'], ADMIN, self)
sees(Assignment, ADMIN, own('trainer'), own('trainee'))
sees(PasswordChange, ADMIN)
sees(JournalEntry, ADMIN, own('actorId'), own('aboutId'))
sees(Organization, everyone)

mayEvenBeforePasswordChange('viewer', anybody)
mayEvenBeforePasswordChange('viewerPermissions', anybody)
mayEvenBeforePasswordChange('organization', anybody)
may('user', signedIn)
may('users', ADMIN, TRAINER)
may('assignments', signedIn)
may('passwordChanges', ADMIN)
may('journal', signedIn)

mayEvenBeforePasswordChange('signIn', anybody)
mayEvenBeforePasswordChange('refreshSignIn', anybody)
mayEvenBeforePasswordChange('signOut', signedIn)
mayEvenBeforePasswordChange('changePassword', signedIn)
may('createUser', ADMIN)
may('updateUser', ADMIN, signedIn.when('for oneself: names, phone, timeZone, locale', (viewer, user: { id: string }) => user.id === viewer.id))
may('deactivateUser', ADMIN)
may('reactivateUser', ADMIN)
may('deleteUser', ADMIN)
may('resetPassword', ADMIN)
may('assignTrainee', ADMIN)
may('unassignTrainee', ADMIN)
may('updateOrganization', ADMIN)

may('organizationChanged', signedIn)
may('userChanged', signedIn)
may('assignmentChanged', signedIn)
may('passwordChanged', ADMIN)
