/** A certificate of nobody, for tests: as on the network, an address among the DNS names and no one who vouches for it. */
export const certificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUeUR5aAZmW6Yr18MD33zcuM5eWZIwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMb3JjaGVzdHJhdG9yMCAXDTI2MTEyNjAxMzExMFoYDzIxMjYx
MTAyMDEzMTExWjAXMRUwEwYDVQQDDAxvcmNoZXN0cmF0b3IwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAASk0BP9bJZAJByxzdYb61aosNLHCcMa+RHfs8eosc0OdI/9
m6nDeaM5Ej+9dzKHl87zJBCh6K2CV9va/DtiGn4qo2kwZzAdBgNVHQ4EFgQUNn7J
eO3iZs3Q0d2q1QNjyo+QrWowHwYDVR0jBBgwFoAUNn7JeO3iZs3Q0d2q1QNjyo+Q
rWowDwYDVR0TAQH/BAUwAwEB/zAUBgNVHREEDTALggkxMjcuMC4wLjEwCgYIKoZI
zj0EAwIDSAAwRQIgXemAo759puSgIacs9dq+rDW5yL6z6SXKYArulM4aK/ICIQCg
D6+6/oYot9n78f0Jmh1jPH1kmnW3OWYaEE2MwFWPSw==
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgR1v5s06kaEbyFJh7
9mG44eG+eW8a/m8f2kA5uEGnukahRANCAASk0BP9bJZAJByxzdYb61aosNLHCcMa
+RHfs8eosc0OdI/9m6nDeaM5Ej+9dzKHl87zJBCh6K2CV9va/DtiGn4q
-----END PRIVATE KEY-----`,
} as const
