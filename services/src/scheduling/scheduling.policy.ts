import { roles, User } from '../identity/user.entity.ts'
import { link, own, sees } from '../platform/law.ts'
import { may, signedIn } from '../platform/permission.ts'
import { refuses } from '../platform/refusal.ts'
import { Booking, BookingStatus } from './booking.entity.ts'
import { Session } from './session.entity.ts'

declare module '../platform/refusal.ts' {
  interface RefusalCodes {
    NOT_SCHEDULED: true
    NOT_CANCELLED: true
    NOT_BEGUN: true
    CAPACITY_BELOW_BOOKED: true
    SESSION_FULL: true
    NOT_BOOKED: true
  }
}

refuses({
  NOT_SCHEDULED: 'The session is completed or cancelled, so this does not change any more.',
  NOT_CANCELLED: 'Only a cancelled session can be restored.',
  NOT_BEGUN: 'The session has not begun yet.',
  CAPACITY_BELOW_BOOKED: 'More trainees are booked than that.',
  SESSION_FULL: 'Every seat is taken.',
  NOT_BOOKED: 'This trainee is not booked on the session.',
})

const { ADMIN, TRAINER } = roles
const booked = { status: BookingStatus.BOOKED }

sees(Session, ADMIN, TRAINER, link(Booking, { thing: 'session', viewer: 'trainee', where: booked }))
// Only while it holds: a cancelled booking's session is out of sight, and a booking never comes without its session.
sees(Booking, ADMIN, TRAINER, own('trainee', booked))
sees(User, link(Booking, { thing: 'session.trainer', viewer: 'trainee', where: booked }))

const whoHoldsIt = TRAINER.when('who holds it', (viewer, session: { trainer: { id: string } }) => session.trainer.id === viewer.id)

may('session', signedIn)
may('sessions', signedIn)
may('bookings', signedIn)

may('createSession', ADMIN, whoHoldsIt)
may('updateSession', ADMIN, whoHoldsIt)
may('cancelSession', ADMIN, whoHoldsIt)
may('restoreSession', ADMIN, whoHoldsIt)
may('completeSession', ADMIN, whoHoldsIt)
may('deleteSession', ADMIN)
may('addTrainees', ADMIN, whoHoldsIt)
may('removeTrainees', ADMIN, whoHoldsIt)
may('markAttendance', ADMIN, whoHoldsIt)

may('sessionChanged', signedIn)
may('bookingChanged', signedIn)
