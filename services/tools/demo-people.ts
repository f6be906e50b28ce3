/** Who works and learns at Delta Training, the organisation of the demonstration. */

export const TRAINERS: readonly (readonly [first: string, last: string])[] = [
  ['Mara', 'Lindqvist'], ['Omar', 'Haddad'], ['Chiara', 'Conti'], ['Yusuf', 'Demir'], ['Elena', 'Petrova'],
  ['Nikos', 'Papadakis'], ['Priya', 'Nair'], ['Ines', 'Duarte'], ['Tomás', 'Herrera'], ['Aisha', 'Mahmoud'],
  ['Jonas', 'Keller'], ['Sofia', 'Lind'], ['Karim', 'Naguib'], ['Hélène', 'Moreau'], ['Piotr', 'Zieliński'],
  ['Leila', 'Rahimi'], ['Daniel', 'Okafor'], ['Hana', 'Novotná'], ['Samir', 'Khoury'], ['Grace', 'Mwangi'],
]

export const FIRST_NAMES: readonly string[] = [
  'Adam', 'Amira', 'Beatriz', 'Dimitra', 'Hassan', 'Ivan', 'Jonas', 'Layla', 'Noor', 'Peter', 'Salma', 'Wei', 'Ahmed', 'Anna', 'Björn',
  'Carmen', 'David', 'Eva', 'Farid', 'Georgia', 'Hugo', 'Irina', 'Jakub', 'Kenji', 'Lucía', 'Mona', 'Nadia', 'Oscar', 'Paula', 'Rania',
  'Stefan', 'Tarek', 'Ulla', 'Viktor', 'Yara', 'Zeynep',
]

export const LAST_NAMES: readonly string[] = [
  'Kovač', 'Mansour', 'Sousa', 'Vlachou', 'Ali', 'Sokolov', 'Weber', 'Nasser', 'Saleh', 'Novák', 'Idris', 'Zhang', 'Farouk', 'Berg', 'Costa',
  'Dupont', 'Eriksen', 'Fontaine', 'Gruber', 'Hussein', 'Ivanova', 'Jansen', 'Kaya', 'Lopez', 'Meyer', 'Nielsen', 'Osman', 'Popescu', 'Rossi',
  'Silva', 'Tanaka', 'Ude', 'Virtanen', 'Wagner', 'Yilmaz', 'Ziegler',
]

/** Names in their own scripts: they sort, search, print and export like every other. */
export const SCRIPT_NAMES: readonly (readonly [first: string, last: string])[] = [
  ['Άννα', 'Παπαδοπούλου'], ['Γιώργος', 'Νικολάου'], ['Олена', 'Шевченко'], ['Андрей', 'Иванов'],
  ['نور', 'حداد'], ['ليلى', 'منصور'], ['يوسف', 'صالح'], ['سلمى', 'الشريف'],
]

export const TITLES: readonly string[] = [
  'First aid at work, day 1', 'First aid at work, day 2', 'Food hygiene, level 2', 'Fire warden briefing', 'De-escalation on calls',
  'Excel: pivot tables', 'Onboarding, week 1', 'Python for analysts', 'Forklift refresher', 'Data protection basics', 'Manual handling',
  'Writing for customers', 'Working at height', 'Safe lifting', 'Customer care', 'Presenting with confidence', 'Project planning basics',
  'Chemical safety', 'Driving in winter', 'Mentoring new colleagues', 'Cash desk procedures', 'SQL for reporting', 'Respect at work',
]

export const PLACES: readonly string[] = ['Training room 1', 'Training room 2', 'Hall A', 'Hall B', 'Kitchen lab', 'Yard, gate 3', 'Library']

export const ZONES: readonly string[] = ['Africa/Cairo', 'Africa/Cairo', 'Africa/Cairo', 'Europe/Berlin', 'Europe/London', 'Asia/Dubai']

export const CANCEL_REASONS: readonly string[] = ['Trainer ill', 'Too few trainees', 'The room is being repaired', 'Moved to next month']
