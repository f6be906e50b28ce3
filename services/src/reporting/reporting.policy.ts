import { roles } from '../identity/user.entity.ts'
import { sees } from '../platform/law.ts'
import { may } from '../platform/permission.ts'
import { Report } from './report.entity.ts'

const { ADMIN } = roles

sees(Report, ADMIN)

may('analytics', ADMIN)
may('report', ADMIN)
may('reports', ADMIN)
may('generateReport', ADMIN)
may('reportChanged', ADMIN)
