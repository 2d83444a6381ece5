using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes questions after solved examples of their subject. Questions of one subject share the beginning of their prompts, so a prefix cache computes it once.</summary>
/// <param name="set">The questions and examples.</param>
/// <param name="shots">The number of examples. The default is 5, as MMLU is reported.</param>
public sealed class FewShotPrompt(MultipleChoiceSet set, int shots = 5)
{
    private readonly ILookup<string, MultipleChoiceQuestion> _examples = (set ?? throw new ArgumentNullException(nameof(set))).Examples.ToLookup(example => example.Subject, StringComparer.Ordinal);

    /// <summary>Writes the prompt of a question.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The text, which ends where the letter of the answer begins.</returns>
    /// <exception cref="ArgumentException">The subject has fewer examples than wanted.</exception>
    public string Of(MultipleChoiceQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        MultipleChoiceQuestion[] examples = [.. _examples[question.Subject].Take(shots)];
        if (examples.Length < shots)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The subject '{question.Subject}' has {examples.Length} solved examples, wanted {shots}: add some to the dev part, or ask with fewer."), nameof(question));
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Questions about {question.Subject.Replace('_', ' ')}. One of the choices of each question is right; its letter is given as the answer.\n");
        foreach (MultipleChoiceQuestion example in examples)
        {
            Append(text, example).Append(' ').Append(MultipleChoiceQuestion.Letter(example.Answer)).Append('\n');
        }

        return Append(text, question).ToString();
    }

    private static StringBuilder Append(StringBuilder text, MultipleChoiceQuestion question)
    {
        text.Append('\n').Append(question.Text.Trim()).Append('\n');
        for (int i = 0; i < question.Choices.Count; i++)
        {
            text.Append(MultipleChoiceQuestion.Letter(i)).Append(". ").Append(question.Choices[i].Trim()).Append('\n');
        }

        return text.Append("Answer:");
    }
}
