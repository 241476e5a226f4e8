import { Link } from '@tanstack/react-router'
import { text } from '../text/text.ts'

const said = text.guide

/** The first stake, in plain words. */
export function GuidePage() {
  return (
    <article className="mx-auto max-w-prose text-base leading-relaxed">
      <h1 className="text-2xl font-semibold tracking-tight">{said.title}</h1>
      <p className="mt-2 text-soft">{said.lead}</p>
      <ol className="mt-6 grid gap-5">
        {said.steps.map(({ title, text: words }, index) => (
          <li key={title} className="rounded-2xl border border-line bg-card p-5">
            <h2 className="font-semibold">
              {index + 1}. {title}
            </h2>
            <p className="mt-1">{words}</p>
          </li>
        ))}
      </ol>
      <section className="mt-6" aria-labelledby="risks">
        <h2 id="risks" className="font-semibold">
          {said.risks.title}
        </h2>
        <ul className="mt-2 grid list-disc gap-1 pl-5">
          {said.risks.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </section>
      <p className="mt-6">
        <Link
          to="/stake"
          className="inline-flex min-h-11 items-center rounded-lg bg-brand px-4 font-medium text-brand-ink hover:opacity-90"
        >
          {said.begin}
        </Link>
      </p>
    </article>
  )
}
