import { canonicalLocale } from '../platform/locale.ts'
import { Id, Instant, NounEntity, Text, Version } from '../platform/noun.ts'
import { Refusal } from '../platform/refusal.ts'

/** There is one row of it. */
export const ORGANIZATION_ID = '00000000000000000000000001'

@NounEntity({ table: 'organization', description: 'Name, zone and language of the organisation.' })
export class Organization {
  @Id({ exposed: false })
  id!: string

  @Text({ max: 100 })
  name!: string

  @Text({ max: 64, form: 'timeZone' })
  timeZone!: string

  @Text({ max: 35 })
  locale!: string

  @Version()
  version!: number

  @Instant({ exposed: false, quiet: true })
  updatedAt!: Date

  revise({ name, timeZone, locale }: Partial<Pick<Organization, 'name' | 'timeZone' | 'locale'>>): void {
    if (name !== undefined) this.name = name
    if (timeZone !== undefined) this.timeZone = timeZone
    if (locale !== undefined) {
      const canonical = canonicalLocale(locale)
      if (canonical === null) throw new Refusal('INVALID', 'locale', 'This is no language tag, such as en or ar-EG.')
      this.locale = canonical
    }
  }
}
