namespace SotopiaPi;

/// <summary>Answers questions with choices.</summary>
public interface IMultipleChoiceAnswerer
{
    /// <summary>Gets a name for model and way of answering; results are kept under it.</summary>
    string Name { get; }

    /// <summary>Answers a question.</summary>
    /// <param name="prompt">The solved examples and the question, up to where the letter begins.</param>
    /// <param name="choices">The number of choices.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The answer. An exception means that the model could not be reached; nothing is kept then.</returns>
    ValueTask<ChoiceAnswer> AnswerAsync(string prompt, int choices, CancellationToken cancellationToken = default);
}

/// <summary>An answer to a question with choices.</summary>
/// <param name="Choice">The index of the choice; <see langword="null"/> when the output named none and none was drawn.</param>
/// <param name="Output">What the model wrote, or the log-probabilities of the letters.</param>
/// <param name="IsFailure">Whether the output was not in the asked form, so that a rule had to find or draw the choice.</param>
public sealed record ChoiceAnswer(int? Choice, string Output, bool IsFailure = false);
