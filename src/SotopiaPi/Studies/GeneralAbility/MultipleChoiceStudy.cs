namespace SotopiaPi;

/// <summary>
/// Asks a model multiple-choice questions after solved examples, to see whether training cost general ability (arXiv:2403.08715 §6). What is in the file is not asked again,
/// so a broken run goes on where it was, and several models share one file.
/// </summary>
/// <param name="set">The questions and examples.</param>
/// <param name="file">The file of results, JSON lines.</param>
public sealed class MultipleChoiceStudy(MultipleChoiceSet set, string file)
{
    private readonly MultipleChoiceSet _set = set ?? throw new ArgumentNullException(nameof(set));
    private readonly string _file = string.IsNullOrEmpty(file) ? throw new ArgumentException("Name the file of results.", nameof(file)) : file;

    /// <summary>Gets the number of solved examples before each question. The default is 5.</summary>
    public int Shots { get; init; } = 5;

    /// <summary>Gets how many questions are asked at once. The default is 4.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>Asks what has not been asked yet.</summary>
    /// <param name="answerer">The model.</param>
    /// <param name="progress">Told the number of answered questions of all.</param>
    /// <param name="cancellationToken">Stops; what was answered is kept.</param>
    /// <returns>The results in the order of the questions.</returns>
    /// <exception cref="ArgumentException">A subject has too few examples.</exception>
    /// <exception cref="InvalidOperationException">The model could not be reached; what was answered is kept.</exception>
    public async Task<IReadOnlyList<MultipleChoiceResult>> RunAsync(IMultipleChoiceAnswerer answerer, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        FewShotPrompt prompts = new(_set, Shots);
        (MultipleChoiceQuestion Question, string Prompt, string Key)[] asked = [.. _set.Questions.Select(question => (question, prompts.Of(question))).Select(pair => (pair.question, pair.Item2, KeyOf(answerer, pair.Item2)))];
        using StudyResults<MultipleChoiceResult> results = new(_file, MultipleChoiceJson.Default.MultipleChoiceResult, result => result.Key);
        int done = asked.Count(question => results.Find(question.Key) is not null);
        progress?.Report((done, asked.Length));
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(asked.Where(question => results.Find(question.Key) is null).DistinctBy(question => question.Key), options, async (question, token) =>
        {
            ChoiceAnswer answer = await AskAsync(answerer, question.Prompt, question.Question.Choices.Count, token).ConfigureAwait(false);
            results.Add(new MultipleChoiceResult(question.Key, answerer.Name, question.Question.Subject, question.Question.Answer, answer.Choice, answer.IsFailure, answer.Output)
            {
                Question = StableKey.Of(["multiple-choice question", question.Prompt]),
            });
            progress?.Report((Interlocked.Increment(ref done), asked.Length));
        }).ConfigureAwait(false);
        return [.. asked.Select(question => results.Find(question.Key)!)];
    }

    private static string KeyOf(IMultipleChoiceAnswerer answerer, string prompt) => StableKey.Of(["multiple choice", answerer.Name, prompt]);

    private static async ValueTask<ChoiceAnswer> AskAsync(IMultipleChoiceAnswerer answerer, string prompt, int choices, CancellationToken cancellationToken)
    {
        try
        {
            return await answerer.AnswerAsync(prompt, choices, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"'{answerer.Name}' could not be asked: {exception.Message} The answers so far are kept; run again to go on.", exception);
        }
    }
}
