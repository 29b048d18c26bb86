"""What the mutants are made with: threads, adverts, requests, names, countries. People and companies are invented."""

# What a salesperson would have written before, in the language of the buyer. Says nothing about the buyer.
SELLER_MAIL = {
    "en": "Dear customer,\nthank you for your message. We will come back to you with all details.\nBest regards\n"
          "Lily, sales department",
    "zh": "尊敬的客户:\n感谢您的来信,详细资料我们稍后回复。\n此致\n销售部 莉莉",
    "es": "Estimado cliente:\nGracias por su mensaje. Le responderemos con todos los detalles.\nSaludos cordiales\n"
          "Lily, departamento comercial",
    "ru": "Уважаемый клиент!\nСпасибо за ваше письмо. Мы ответим вам со всеми подробностями.\nС уважением,\n"
          "Лили, отдел продаж",
    "de": "Sehr geehrter Kunde,\nvielen Dank für Ihre Nachricht. Wir melden uns mit allen Einzelheiten.\n"
          "Mit freundlichen Grüßen\nLily, Verkauf",
    "fr": "Cher client,\nmerci pour votre message. Nous reviendrons vers vous avec tous les détails.\nCordialement\n"
          "Lily, service commercial",
    "ar": "عميلنا العزيز،\nشكرا على رسالتكم. سنعود إليكم بجميع التفاصيل.\nمع أطيب التحيات\nليلي، قسم المبيعات",
    "pt": "Prezado cliente,\nobrigado pela sua mensagem. Voltaremos com todos os detalhes.\nAtenciosamente\n"
          "Lily, departamento de vendas",
    "it": "Gentile cliente,\ngrazie per il Suo messaggio. Le risponderemo con tutti i dettagli.\nCordiali saluti\n"
          "Lily, ufficio vendite",
    "tr": "Sayın müşterimiz,\nmesajınız için teşekkür ederiz. Tüm ayrıntılarla size döneceğiz.\nSaygılarımızla\n"
          "Lily, satış bölümü",
    "ja": "お客様\nご連絡ありがとうございます。詳細は追ってご返信いたします。\n敬具\n営業部 リリー",
    "ko": "고객님께\n연락 주셔서 감사합니다. 자세한 내용은 곧 회신드리겠습니다.\n감사합니다\n영업부 릴리",
}

# The line above a quoted mail.
WROTE = {
    "en": "On Tue, 3 Mar 2026 at 10:12, Lily <sales@seller.example> wrote:",
    "zh": "在 2026年3月3日 10:12,Lily <sales@seller.example> 写道:",
    "es": "El mar, 3 mar 2026 a las 10:12, Lily <sales@seller.example> escribió:",
    "ru": "вт, 3 мар. 2026 г. в 10:12, Lily <sales@seller.example> пишет:",
    "de": "Am 03.03.2026 um 10:12 schrieb Lily <sales@seller.example>:",
    "fr": "Le mar. 3 mars 2026 à 10:12, Lily <sales@seller.example> a écrit :",
    "ar": "في الثلاثاء، 3 مارس 2026 في 10:12 كتب Lily <sales@seller.example>:",
    "pt": "Em ter., 3 de mar. de 2026 às 10:12, Lily <sales@seller.example> escreveu:",
    "it": "Il giorno mar 3 mar 2026 alle ore 10:12 Lily <sales@seller.example> ha scritto:",
    "tr": "3 Mart 2026 Salı 10:12 tarihinde Lily <sales@seller.example> yazdı:",
    "vi": "Vào Th 3, 3 thg 3, 2026 vào lúc 10:12 Lily <sales@seller.example> đã viết:",
    "pl": "Dnia 3 marca 2026 o 10:12 Lily <sales@seller.example> napisał(a):",
    "nl": "Op di 3 mrt 2026 om 10:12 schreef Lily <sales@seller.example>:",
    "uk": "вт, 3 бер. 2026 р. о 10:12 Lily <sales@seller.example> пише:",
    "ko": "2026년 3월 3일 (화) 오전 10:12, Lily <sales@seller.example>님이 작성:",
    "ja": "2026年3月3日(火) 10:12 Lily <sales@seller.example>のメール:",
}

# The head of a quoted mail as office programs write it.
HEAD = {
    "en": "From: Lily <sales@seller.example>\nSent: Tuesday, March 3, 2026 10:12 AM\nTo: Buyer\nSubject: Re: Inquiry",
    "zh": "发件人: Lily <sales@seller.example>\n发送时间: 2026年3月3日 10:12\n收件人: 客户\n主题: Re: 询盘",
    "es": "De: Lily <sales@seller.example>\nEnviado: 3 de marzo de 2026 10:12\nPara: Cliente\nAsunto: Re: Consulta",
    "ru": "От: Lily <sales@seller.example>\nОтправлено: 3 марта 2026 г. 10:12\nКому: Клиент\nТема: Re: Запрос",
    "de": "Von: Lily <sales@seller.example>\nGesendet: Dienstag, 3. März 2026 10:12\nAn: Kunde\nBetreff: AW: Anfrage",
    "fr": "De : Lily <sales@seller.example>\nEnvoyé : mardi 3 mars 2026 10:12\nÀ : Client\nObjet : Re: Demande",
    "ar": "من: Lily <sales@seller.example>\nأرسلت: 3 مارس 2026 10:12\nإلى: العميل\nالموضوع: رد: استفسار",
    "pt": "De: Lily <sales@seller.example>\nEnviado: terça-feira, 3 de março de 2026 10:12\nPara: Cliente\n"
          "Assunto: Re: Consulta",
    "it": "Da: Lily <sales@seller.example>\nInviato: martedì 3 marzo 2026 10:12\nA: Cliente\nOggetto: R: Richiesta",
    "tr": "Kimden: Lily <sales@seller.example>\nGönderildi: 3 Mart 2026 Salı 10:12\nKime: Müşteri\nKonu: Re: Talep",
    "ja": "差出人: Lily <sales@seller.example>\n送信日時: 2026年3月3日 10:12\n宛先: お客様\n件名: Re: お問い合わせ",
    "ko": "보낸 사람: Lily <sales@seller.example>\n보낸 날짜: 2026년 3월 3일 10:12\n받는 사람: 고객\n제목: Re: 문의",
}

# What mailers and forwarding forms put below other people's mails: three trades, in the language of the mail.
ADVERTS = {
    "en": ("We offer SEO services: first page of Google in 30 days, backlinks and website traffic guaranteed.",
           "Need a freight forwarder? We ship by sea and air from China to all ports at the best rates, door to door.",
           "Business loans from 50,000 to 5 million at 3% interest, approved in 24 hours, contact our bank today."),
    "zh": ("我们提供谷歌SEO优化服务,30天上首页,保证网站流量和外链。",
           "需要货代吗?我们提供海运空运双清到门服务,全国起运,价格最低。",
           "企业贷款5万到500万,利率低至3%,24小时放款,欢迎联系我行。"),
    "es": ("Ofrecemos servicios SEO: primera página de Google en 30 días, enlaces y tráfico web garantizados.",
           "¿Necesita un transitario? Enviamos por mar y aire desde China a todos los puertos con las mejores tarifas.",
           "Préstamos para empresas de 50.000 a 5 millones al 3% de interés, aprobados en 24 horas, contáctenos."),
    "ru": ("Предлагаем SEO-продвижение: первая страница Google за 30 дней, ссылки и трафик на сайт гарантируем.",
           "Нужен экспедитор? Доставка морем и авиа из Китая во все порты по лучшим ставкам, от двери до двери.",
           "Кредиты для бизнеса от 50 тысяч до 5 миллионов под 3%, одобрение за 24 часа, обращайтесь в наш банк."),
    "de": ("Wir bieten SEO: erste Seite bei Google in 30 Tagen, Backlinks und Besucher für Ihre Website garantiert.",
           "Brauchen Sie einen Spediteur? See- und Luftfracht von China in alle Häfen zu besten Raten, Haus zu Haus.",
           "Firmenkredite von 50.000 bis 5 Millionen zu 3 % Zinsen, Zusage in 24 Stunden, fragen Sie unsere Bank."),
    "fr": ("Nous proposons des services SEO : première page de Google en 30 jours, backlinks et trafic garantis.",
           "Besoin d'un transitaire ? Fret maritime et aérien de Chine vers tous les ports aux meilleurs tarifs.",
           "Prêts aux entreprises de 50 000 à 5 millions à 3 % d'intérêt, accord en 24 h, contactez notre banque."),
    "ar": ("نقدم خدمات تحسين محركات البحث SEO: الصفحة الأولى في جوجل خلال 30 يوما مع ضمان زيارات لموقعكم.",
           "هل تحتاجون إلى وكيل شحن؟ شحن بحري وجوي من الصين إلى جميع الموانئ بأفضل الأسعار من الباب إلى الباب.",
           "قروض للشركات من 50 ألف إلى 5 ملايين بفائدة 3%، موافقة خلال 24 ساعة، تواصلوا مع بنكنا."),
    "pt": ("Oferecemos serviços de SEO: primeira página do Google em 30 dias, backlinks e tráfego garantidos.",
           "Precisa de agente de cargas? Frete marítimo e aéreo da China para todos os portos com as melhores tarifas.",
           "Empréstimos para empresas de 50 mil a 5 milhões a 3% de juros, aprovados em 24 horas, fale conosco."),
    "it": ("Offriamo servizi SEO: prima pagina di Google in 30 giorni, backlink e traffico per il sito garantiti.",
           "Serve uno spedizioniere? Trasporto via mare e aereo dalla Cina a tutti i porti alle migliori tariffe.",
           "Prestiti alle imprese da 50.000 a 5 milioni al 3% di interesse, approvati in 24 ore, contattateci."),
    "tr": ("SEO hizmeti veriyoruz: 30 günde Google ilk sayfa, backlink ve site trafiği garantili.",
           "Nakliyeci mi arıyorsunuz? Çin'den tüm limanlara deniz ve hava kargo, en iyi fiyatlarla kapıdan kapıya.",
           "50 binden 5 milyona kadar %3 faizle işletme kredisi, 24 saatte onay, bankamızla iletişime geçin."),
    "ja": ("SEO対策を承ります。30日でGoogle検索1ページ目、被リンクとアクセス数を保証します。",
           "フォワーダーをお探しですか。中国発の海上・航空輸送、全港対応、ドアツードア最安値です。",
           "法人融資5万から500万、金利3%、24時間以内に審査完了。当行までご連絡ください。"),
    "ko": ("SEO 서비스를 제공합니다. 30일 안에 구글 첫 페이지, 백링크와 웹사이트 트래픽을 보장합니다.",
           "포워더가 필요하십니까? 중국발 해상 항공 운송, 모든 항구, 문전배송 최저 운임입니다.",
           "기업 대출 5만에서 500만까지 금리 3%, 24시간 내 승인, 저희 은행으로 연락 주세요."),
    "vi": ("Chúng tôi cung cấp dịch vụ SEO: lên trang đầu Google trong 30 ngày, bảo đảm lượng truy cập website.",
           "Cần đơn vị giao nhận? Vận chuyển đường biển và hàng không từ Trung Quốc đến mọi cảng, giá tốt nhất.",
           "Cho vay doanh nghiệp từ 50 nghìn đến 5 triệu, lãi suất 3%, duyệt trong 24 giờ, liên hệ chúng tôi."),
}

# A polite beginning, and a request that names a product and a quantity: {} is the product.
POLITE_REQUEST = {
    "en": ("Dear Sir or Madam, I hope this finds you well.", "Please quote 500 pcs of {}. Thank you very much."),
    "zh": ("尊敬的先生/女士,您好!", "请报 500 件 {} 的价格,非常感谢。"),
    "es": ("Estimados señores, espero que se encuentren bien.", "Por favor coticen 500 piezas de {}. Muchas gracias."),
    "ru": ("Уважаемые господа, добрый день!", "Просим дать цену на 500 шт. {}. Большое спасибо."),
    "de": ("Sehr geehrte Damen und Herren,", "bitte bieten Sie uns 500 Stück {} an. Vielen Dank."),
    "fr": ("Madame, Monsieur, bonjour,", "Merci de nous faire un devis pour 500 pièces de {}. Merci beaucoup."),
    "ar": ("السادة المحترمين، تحية طيبة وبعد،", "يرجى تقديم عرض سعر لعدد 500 قطعة {}. شكرا جزيلا."),
    "pt": ("Prezados senhores, espero que estejam bem.", "Favor cotar 500 peças de {}. Muito obrigado."),
    "it": ("Gentili signori, buongiorno.", "Vi preghiamo di quotare 500 pezzi di {}. Grazie mille."),
    "tr": ("Sayın yetkili, iyi günler dilerim.", "Lütfen 500 adet {} için fiyat veriniz. Çok teşekkürler."),
    "ja": ("ご担当者様、いつもお世話になっております。", "{} 500個のお見積りをお願いいたします。ありがとうございます。"),
    "ko": ("담당자님, 안녕하십니까.", "{} 500개 견적을 부탁드립니다. 대단히 감사합니다."),
    "vi": ("Kính gửi quý công ty,", "Xin báo giá 500 cái {}. Xin cảm ơn nhiều."),
}
ANY_PRODUCT = "stainless steel bottles"

# ISO 3166 code and telephone prefix.
COUNTRIES = {"NG": "+234", "GH": "+233", "PK": "+92", "IN": "+91", "RU": "+7", "IR": "+98", "CN": "+86", "BR": "+55",
             "DE": "+49", "US": "+1", "GB": "+44", "JP": "+81"}

# Some of them are words of trade too, as surnames are.
NAMES = ("John Smith", "Chinedu Okafor", "Wei Zhang", "王太平", "Mohammed Al-Harbi", "محمد الحربي", "Priya Sharma",
         "Сергей Волков", "Hans Kaufmann", "Jean Marchand", "Mark Price")

# Country and what its people and goods are called. China is the seller's country and stays where it is.
NATIONS = (("Nigeria", "Nigerian"), ("Ghana", "Ghanaian"), ("Kenya", "Kenyan"), ("South Africa", "South African"),
           ("Egypt", "Egyptian"), ("Tanzania", "Tanzanian"), ("Uganda", "Ugandan"), ("Ethiopia", "Ethiopian"),
           ("Zambia", "Zambian"), ("Cameroon", "Cameroonian"), ("Senegal", "Senegalese"), ("Morocco", "Moroccan"),
           ("India", "Indian"), ("Pakistan", "Pakistani"), ("Bangladesh", "Bangladeshi"), ("Nepal", "Nepalese"),
           ("Iran", "Iranian"), ("Iraq", "Iraqi"), ("Saudi Arabia", "Saudi"), ("Turkey", "Turkish"),
           ("Jordan", "Jordanian"), ("Israel", "Israeli"), ("Russia", "Russian"), ("Ukraine", "Ukrainian"),
           ("Poland", "Polish"), ("Romania", "Romanian"), ("Bulgaria", "Bulgarian"), ("Germany", "German"),
           ("Austria", "Austrian"), ("France", "French"), ("Italy", "Italian"), ("Spain", "Spanish"),
           ("Portugal", "Portuguese"), ("Greece", "Greek"), ("Sweden", "Swedish"), ("Norway", "Norwegian"),
           ("Denmark", "Danish"), ("Finland", "Finnish"), ("Ireland", "Irish"), ("Belgium", "Belgian"),
           ("Switzerland", "Swiss"), ("Canada", "Canadian"), ("Mexico", "Mexican"), ("Brazil", "Brazilian"),
           ("Argentina", "Argentine"), ("Chile", "Chilean"), ("Colombia", "Colombian"), ("Peru", "Peruvian"),
           ("Australia", "Australian"), ("Japan", "Japanese"), ("Korea", "Korean"), ("Vietnam", "Vietnamese"),
           ("Thailand", "Thai"), ("Malaysia", "Malaysian"), ("Indonesia", "Indonesian"),
           ("Philippines", "Philippine"), ("Singapore", "Singaporean"))
NATION_TARGETS = (("Nigeria", "Nigerian"), ("Ghana", "Ghanaian"), ("Pakistan", "Pakistani"), ("India", "Indian"),
                  ("Russia", "Russian"), ("Germany", "German"), ("Japan", "Japanese"), ("Canada", "Canadian"))
