namespace SotopiaPi.Torch;

/// <summary>
/// What a <see cref="TorchChatClient"/> knows of a reply beyond its text: the <c>RawRepresentation</c> of a response, and of the last update of a
/// stream. The lists are also among the additional properties of the message, and of a response that was not streamed, under the names of
/// <see cref="ReplyProperties"/>.
/// </summary>
/// <param name="TokenIds">The ids of the reply's tokens; the token that ended it, if one was drawn, is the last.</param>
/// <param name="LogProbabilities">
/// The natural log-probability of each token at temperature 1 among those that the response format allowed, before penalties and
/// filters; 0 where it allowed one text only.
/// </param>
public sealed record GenerationDetails(IReadOnlyList<int> TokenIds, IReadOnlyList<float> LogProbabilities);
