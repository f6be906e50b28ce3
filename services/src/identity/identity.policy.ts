import { everyone, guards, link, own, sees, self } from '../platform/law.ts'
import { JournalEntry } from '../platform/journal.ts'
import { anybody, may, mayEvenBeforePasswordChange, signedIn } from '../platform/permission.ts'
import { Assignment } from './assignment.entity.ts'
import { Organization } from './organization.entity.ts'
import { PasswordChange } from './password-change.entity.ts'
import { roles, User } from './user.entity.ts'

const { ADMIN, TRAINER } = roles
const trainerOf = link(Assignment, { thing: 'trainer', viewer: 'trainee' })
const traineeOf = link(Assignment, { thing: 'trainee', viewer: 'trainer' })

sees(User, ADMIN, TRAINER, self, trainerOf)
guards(User, ['email', 'phone'], ADMIN, self, trainerOf, traineeOf)
guards(User, ['mustChangePassword'], ADMIN, self)
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

may('userChanged', signedIn)
may('assignmentChanged', signedIn)
may('passwordChanged', ADMIN)
