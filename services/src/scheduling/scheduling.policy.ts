import { roles, User } from '../identity/user.entity.ts'
import { link, own, sees } from '../platform/law.ts'
import { may, signedIn } from '../platform/permission.ts'
import { Booking, BookingStatus } from './booking.entity.ts'
import { Session } from './session.entity.ts'

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
