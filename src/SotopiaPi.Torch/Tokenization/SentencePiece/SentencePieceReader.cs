using System.Text;
using Google.Protobuf;

namespace SotopiaPi.Torch;

/// <summary>Reads a tokenizer.model: a SentencePiece <c>ModelProto</c>, of which only the fields that matter are looked at.</summary>
internal static class SentencePieceReader
{
    private const int BytePair = 2;

    /// <exception cref="TokenizerException">The file is no model, is damaged, or of an unsupported kind.</exception>
    public static SentencePieceModel Read(byte[] file)
    {
        try
        {
            return ReadModel(new CodedInputStream(file)).Checked();
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidOperationException or ArgumentException)
        {
            throw new TokenizerException($"The SentencePiece model is damaged: {exception.Message}", exception);
        }
    }

    private static SentencePieceModel ReadModel(CodedInputStream input)
    {
        List<SentencePiece> pieces = [];
        SentencePieceModel model = new() { Pieces = pieces, IsBytePair = false };
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    pieces.Add(ReadPiece(input.ReadBytes().CreateCodedInput()));
                    break;
                case 2:
                    model = ReadTrainer(input.ReadBytes().CreateCodedInput(), model);
                    break;
                case 3:
                    model = ReadNormalizer(input.ReadBytes().CreateCodedInput(), model);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return pieces.Count > 0 ? model : throw new TokenizerException("The SentencePiece model has no pieces.");
    }

    private static SentencePiece ReadPiece(CodedInputStream input)
    {
        SentencePiece piece = new("", 0, PieceType.Normal);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    piece = piece with { Text = Encoding.UTF8.GetString(input.ReadBytes().Span) };
                    break;
                case 2:
                    piece = piece with { Score = input.ReadFloat() };
                    break;
                case 3:
                    piece = piece with { Type = (PieceType)input.ReadEnum() };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return piece;
    }

    private static SentencePieceModel ReadTrainer(CodedInputStream input, SentencePieceModel model)
    {
        model = model with { BosId = 1, EosId = 2 };
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            model = field switch
            {
                3 => model with { IsBytePair = Kind(input.ReadEnum()) == BytePair },
                24 => model with { SpaceAsSuffix = input.ReadBool() },
                35 => model with { ByteFallback = input.ReadBool() },
                40 => model with { UnknownId = input.ReadInt32() },
                41 => model with { BosId = Id(input) },
                42 => model with { EosId = Id(input) },
                43 => model with { PadId = Id(input) },
                44 => model with { UnknownSurface = Encoding.UTF8.GetString(input.ReadBytes().Span) },
                _ => Skipped(input, model),
            };
        }

        return model;
    }

    private static SentencePieceModel ReadNormalizer(CodedInputStream input, SentencePieceModel model)
    {
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            model = WireFormat.GetTagFieldNumber(tag) switch
            {
                2 => model with { CharacterMap = input.ReadBytes().Memory },
                3 => model with { AddDummyPrefix = input.ReadBool() },
                4 => model with { RemoveExtraSpaces = input.ReadBool() },
                5 => model with { EscapeSpaces = input.ReadBool() },
                _ => Skipped(input, model),
            };
        }

        return model;
    }

    private static SentencePieceModel Skipped(CodedInputStream input, SentencePieceModel model)
    {
        input.SkipLastField();
        return model;
    }

    private static int Kind(int type) => type is 1 or BytePair
        ? type
        : throw new TokenizerException($"The SentencePiece model is of type {type}; unigram (1) and byte-pair (2) are supported.");

    private static int? Id(CodedInputStream input) => input.ReadInt32() is >= 0 and int id ? id : null;
}
