namespace SotopiaPi.Torch;

/// <summary>Tokens that go through the model at once: a whole tree, or a part of one that is computed depth first.</summary>
/// <param name="Tokens">The tokens; spans count rows of keys: those that earlier passes keep, from the root on, then these.</param>
/// <param name="Kept">The first rows of this pass that its branches see.</param>
/// <param name="Branches">What continues this pass, to be computed while its keys and values are kept.</param>
internal sealed record TreePass(TokenTree Tokens, int Kept, IReadOnlyList<TreePass> Branches);
