namespace SotopiaPi;

/// <summary>Counts words of a list that the user supplies, e.g. of toxic words: none is shipped with the package.</summary>
/// <param name="words">The words or phrases.</param>
public sealed class WordList(IEnumerable<string> words)
{
    private readonly string[][] _phrases = [.. (words ?? throw new ArgumentNullException(nameof(words))).Select(word => SecretLeak.Words(word).ToArray()).Where(phrase => phrase.Length > 0)];

    /// <summary>Reads a list.</summary>
    /// <param name="file">A text file with one word or phrase on a line; lines that begin with <c>#</c> are left out.</param>
    /// <returns>The list.</returns>
    /// <exception cref="RecordFormatException">The file holds no word.</exception>
    public static WordList Read(string file)
    {
        string[] lines = [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        return lines.Length > 0 ? new WordList(lines) : throw new RecordFormatException($"'{file}' holds no word: write one word or phrase on a line.");
    }

    /// <summary>Counts the words in what a seat said and did.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="seat">The seat.</param>
    /// <returns>How often words of the list occur; a word that occurs twice counts twice.</returns>
    public int Count(Episode episode, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return episode.Turns.Where(turn => turn.Turns.ContainsKey(seat)).Sum(turn => Count(turn.Turns[seat].Action.Argument));
    }

    private int Count(string text)
    {
        string[] words = [.. SecretLeak.Words(text)];
        return _phrases.Sum(phrase => Enumerable.Range(0, Math.Max(0, words.Length - phrase.Length + 1)).Count(start => phrase.AsSpan().SequenceEqual(words.AsSpan(start, phrase.Length))));
    }
}
