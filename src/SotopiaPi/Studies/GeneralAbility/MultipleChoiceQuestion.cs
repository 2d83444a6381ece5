namespace SotopiaPi;

/// <summary>A question with choices, one of which is right, as in MMLU (Hendrycks et al., arXiv:2009.03300).</summary>
/// <param name="Subject">The subject, as the data write it, e.g. <c>high_school_physics</c>.</param>
/// <param name="Text">The question.</param>
/// <param name="Choices">The choices in order; two to 26.</param>
/// <param name="Answer">The index of the right choice.</param>
public sealed record MultipleChoiceQuestion(string Subject, string Text, IReadOnlyList<string> Choices, int Answer)
{
    /// <summary>Gets the letter of a choice.</summary>
    /// <param name="index">The index of the choice, from 0.</param>
    /// <returns><c>A</c> for 0, <c>B</c> for 1 …</returns>
    public static string Letter(int index) => ((char)('A' + index)).ToString();
}

/// <summary>Questions to ask, and the solved examples that stand before them.</summary>
/// <param name="Questions">The questions.</param>
/// <param name="Examples">The solved examples, of all subjects.</param>
public sealed record MultipleChoiceSet(IReadOnlyList<MultipleChoiceQuestion> Questions, IReadOnlyList<MultipleChoiceQuestion> Examples);
