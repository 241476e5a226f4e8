/** Who is behind an account, as far as it says. */
export const identity = {
  title: 'Who this is',
  selfDeclared: 'self-declared',
  selfDeclaredReason:
    'The account wrote this itself. Nobody checked it, and a name can be taken by anyone; the address cannot.',
  nothing: {
    title: 'This account says nothing of itself',
    text: 'Its picture is drawn from its address.',
  },
  lookAlike: 'Its name looks like another account’s',
  lookAlikes: 'Its name looks like that of another account. Compare the addresses before you trust either:',
  address: 'Address',
  website: 'Website',
  region: 'Region',
  regionReason: 'Where the account says it is; this has not been measured.',
  main: 'Belongs to',
  linked: 'Also its accounts',
  linkReason: 'Both accounts have signed this.',
  inherited: 'It has no profile of its own: this is what its main account says.',
  contact: {
    email: 'E-mail',
    'com.github': 'GitHub',
    'com.twitter': 'X',
    'org.telegram': 'Telegram',
    'com.discord': 'Discord',
    'org.openpgp': 'OpenPGP fingerprint',
  } as Readonly<Record<string, string>>,
  picture: {
    show: (host: string) => `Show its picture from ${host}`,
    about: (host: string) => `${host} will see that somebody at your internet address looks at it.`,
    failed: (host: string) => `${host} gave no picture.`,
    alt: 'The picture that the account chose',
  },
}
