import { toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { deployer } from '../seeded-network.ts'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

interface Profile {
  readonly address: string
  readonly name: string | null
  readonly linked: readonly string[]
  readonly texts: Readonly<Record<string, string>>
  readonly lookAlikes: readonly { readonly address: string }[]
}

const second = mnemonicToAccount('test test test test test test test test test test test junk', {
  addressIndex: 1,
})
const keyOf = (account: typeof deployer) => toHex(account.getHdKey().privateKey ?? new Uint8Array())

/** What accounts say of themselves, wherever they are named, and how they come to say it. */
export function describeProfiles(stage: () => Stage): void {
  const itemsOf = async <Item>(path: string) => {
    const answer = await fetch(`${stage().network.url}${path}`)
    return ((await answer.json()) as { readonly items: readonly Item[] }).items
  }

  describe('profiles', () => {
    const scene = setScenes(stage, () => ({
      testAccounts: [
        { name: 'Hot', privateKey: keyOf(deployer) },
        { name: 'Cold', privateKey: keyOf(second) },
      ],
    }))
    const profile = () => scene().page.getByTestId('profile')

    test('stand where accounts do, with a warning of names that look the same, and nobody else is asked', async () => {
      const { page, fixture, open } = scene()
      const orchestrators = await itemsOf<Profile>('/v1/orchestrators?limit=100')
      const profiles = await itemsOf<Profile>(
        `/v1/profiles?address=${orchestrators.map(({ address }) => address).join(',')}`,
      )
      const forged = profiles.find(({ lookAlikes }) => lookAlikes.length > 0)
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await open('/orchestrators')
      const link = page.getByTestId('orchestrator-link').and(page.locator(`[href$="${forged?.address}"]`))
      await link.getByRole('img', { name: 'Its name looks like another account’s' }).waitFor()
      await link.click()
      await profile()
        .getByTestId('look-alikes')
        .getByText(forged?.lookAlikes[0]?.address.slice(0, 6) ?? '')
        .waitFor()
      expect(await profile().textContent()).toContain(forged?.address)
      await page.getByText('self-declared').first().waitFor()
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNarrow(page, 390)
      expect(asked.filter((url) => !url.startsWith(fixture.url) && !url.startsWith('data:'))).toEqual([])
    })

    test('are written by the account’s wallet, or by a command, and refused where they would deceive', async () => {
      const { page, open } = scene()
      const { address } = deployer
      await open(`/accounts/${address}`)
      await profile().getByText('This account says nothing of itself').waitFor()
      await profile().getByRole('button', { name: 'Edit profile' }).click()
      const dialog = page.getByTestId('edit-profile')
      await dialog.getByLabel('Name').fill('Weir\u202Eylloj')
      await dialog.getByText(/cannot be seen/).waitFor()
      expect(await dialog.getByRole('button', { name: 'Save profile' }).isEnabled()).toBe(false)
      await expectAccessible(page)
      await dialog.getByLabel('Name').fill('The Founder’s Wheel')
      await dialog.getByLabel('Region').fill('Porto')
      await dialog.getByLabel('Address of a picture').fill('https://pictures.example/mill.svg')
      await dialog.getByText('Its key is on another machine').click()
      await dialog.getByText(/^millrace identity set 'name=The Founder’s Wheel' region=Porto/).waitFor()
      await dialog.getByRole('button', { name: 'Save profile' }).click()
      await dialog.locator('[data-testid=identity-progress][data-phase=done]').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await profile().getByText('The Founder’s Wheel').waitFor()
      await profile().getByText('Porto').waitFor()
      const picture = page.waitForRequest('https://pictures.example/mill.svg')
      let isAsked = false
      // Nothing of a test leaves the machine.
      await page.route('https://pictures.example/**', (route) => {
        isAsked = true
        return route.abort()
      })
      const show = profile().getByRole('button', { name: 'Show its picture from pictures.example' })
      await show.waitFor()
      expect(isAsked).toBe(false)
      await show.click()
      expect((await picture).headers()['referer']).toBeUndefined()
      await profile().getByText('pictures.example gave no picture.').waitFor()
      await page.getByRole('combobox', { name: 'Search' }).fill('the founder')
      await page.getByRole('option', { name: /The Founder’s Wheel/ }).waitFor()
    })

    test('accounts are linked by both of them, and either ends it', async () => {
      const { page, open } = scene()
      await open(`/accounts/${deployer.address}`)
      await profile().getByRole('button', { name: 'Linked accounts' }).click()
      const dialog = page.getByTestId('link-accounts')
      const choose = async (name: string) => {
        await dialog.getByTestId('wallet-choice').locator('summary').click()
        await dialog.locator(`[data-id="test:${name}"]`).click()
        await dialog.getByTestId('wallet-choice').locator('summary').click()
      }
      await dialog.getByLabel('The other account').fill(second.address)
      await dialog.getByText('Its key is on another machine').click()
      const file = await dialog.getByText('What it has to sign').getAttribute('href')
      const consent: unknown = JSON.parse(decodeURIComponent(file?.split(',').slice(1).join(',') ?? ''))
      expect(consent).toMatchObject({ kind: 'link', account: second.address, linked: second.address })
      await expectAccessible(page)
      // What somebody else signed is refused by the contract before anything is sent.
      await dialog.getByLabel('Its signature, or the signed file').fill(`0x${'12'.repeat(65)}`)
      await dialog.getByRole('button', { name: 'Take the signature' }).click()
      await dialog.getByRole('button', { name: 'Link the accounts' }).click()
      await dialog.getByText(/signature is not the other account’s/).waitFor()
      await page.reload()
      await profile().getByRole('button', { name: 'Linked accounts' }).click()
      await dialog.getByLabel('The other account').fill(second.address)
      await choose('Cold')
      await dialog.getByRole('button', { name: 'Sign as the other account' }).click()
      await dialog.getByText('The other account has agreed').waitFor()
      await choose('Hot')
      await dialog.getByRole('button', { name: 'Link the accounts' }).click()
      const linked = dialog.getByTestId('linked-account')
      await linked.getByText(second.address.slice(0, 6)).waitFor()
      await linked.getByRole('button', { name: /^End link/ }).click()
      await linked.waitFor({ state: 'detached' })
    })
  })
}
