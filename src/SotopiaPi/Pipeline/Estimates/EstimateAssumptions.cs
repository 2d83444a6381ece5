namespace SotopiaPi;

/// <summary>What an estimate assumes. The defaults are rough values for the paper's experiment; measure a few episodes of your own and put them in.</summary>
public sealed record EstimateAssumptions
{
    /// <summary>Gets the mean number of turns of an episode, of all seats together.</summary>
    /// <value>In turns. The default is 20, the paper's limit: episodes that end earlier cost less.</value>
    public double TurnsPerEpisode { get; init; } = 20;

    /// <summary>Gets the tokens of a prompt before anything was said: scene, biographies, goal, output format.</summary>
    /// <value>In tokens. The default is 900.</value>
    public double FirstPromptTokens { get; init; } = 900;

    /// <summary>Gets the tokens of a turn: of an answer, and by which later prompts are longer.</summary>
    /// <value>In tokens. The default is 45.</value>
    public double TokensPerTurn { get; init; } = 45;

    /// <summary>Gets the tokens of a judge's question without the transcript.</summary>
    /// <value>In tokens. The default is 2500: biographies and the definitions of seven dimensions.</value>
    public double JudgeQuestionTokens { get; init; } = 2500;

    /// <summary>Gets the tokens of a judge's answer for each seat.</summary>
    /// <value>In tokens. The default is 500.</value>
    public double JudgeAnswerTokens { get; init; } = 500;

    /// <summary>Gets the share of the seats that a filter keeps.</summary>
    /// <value>From 0 to 1. The default is 0.2: the paper's rule for self-reinforcement, and its smallest number for behaviour cloning (4 of 20).</value>
    public double KeptShare { get; init; } = 0.2;

    /// <summary>Gets the epochs of a training.</summary>
    /// <value>The default is 20 (arXiv:2403.08715 §B.5).</value>
    public double Epochs { get; init; } = 20;

    /// <summary>Gets how many tokens a GPU trains on per second.</summary>
    /// <value>The default is 1500: a 7B model with QLoRA on a 48 GB GPU.</value>
    public double TrainingTokensPerSecond { get; init; } = 1500;

    /// <summary>Gets how many tokens of prompts a GPU reads per second when the model being trained plays.</summary>
    /// <value>The default is 5000.</value>
    public double PromptTokensPerSecond { get; init; } = 5000;

    /// <summary>Gets how many tokens a GPU writes per second in all concurrent episodes.</summary>
    /// <value>The default is 400.</value>
    public double AnswerTokensPerSecond { get; init; } = 400;

    /// <summary>Gets the bytes of a stored episode with its rating.</summary>
    /// <value>In bytes. The default is 120,000.</value>
    public double BytesPerEpisode { get; init; } = 120_000;

    /// <summary>Gets the bytes of a saved adapter with its optimizer state.</summary>
    /// <value>In bytes. The default is 45 MB: rank 8 on the query and value projections of a 7B model, with the optimizer's two moments.</value>
    public double BytesPerCheckpoint { get; init; } = 45e6;

    /// <summary>Gets the bytes of the base model; 0 when none is downloaded.</summary>
    /// <value>In bytes. The default is 14.5 GB: 7B parameters in 16 bits.</value>
    public double BytesOfModel { get; init; } = 14.5e9;
}
